package io.bookings.consumer.web;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Allows a request body that is larger than others.
 */
@Target(ElementType.PARAMETER)
@Retention(RetentionPolicy.RUNTIME)
public @interface LargeBody {

	/**
	 * Returns the limit.
	 * @return the maximum size in KiB
	 */
	int kibibytes();

}
