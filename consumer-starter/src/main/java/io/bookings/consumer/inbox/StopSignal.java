package io.bookings.consumer.inbox;

import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationListener;
import org.springframework.context.event.ContextClosedEvent;

/**
 * Set when the service begins to stop, before its listener container stops. The container
 * still delivers the messages of its last polls, and these are released.
 */
public class StopSignal implements ApplicationListener<ContextClosedEvent> {

	private final ApplicationContext context;

	private volatile boolean set;

	/**
	 * Creates a signal that is not set.
	 * @param context the context whose end sets the signal
	 */
	public StopSignal(ApplicationContext context) {
		this.context = context;
	}

	@Override
	public void onApplicationEvent(ContextClosedEvent event) {
		if (event.getApplicationContext() == this.context) {
			this.set = true;
		}
	}

	boolean isSet() {
		return this.set;
	}

}
