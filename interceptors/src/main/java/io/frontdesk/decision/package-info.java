/** What a policy answers: permit, or refuse with a rule, a text and a remedy. Depends on nothing but the JDK. */
@NullMarked
package io.frontdesk.decision;

import org.jspecify.annotations.NullMarked;
