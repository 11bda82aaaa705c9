package io.bookings.consumer.autoconfigure;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.boot.SpringApplicationRunListener;
import org.springframework.boot.bootstrap.ConfigurableBootstrapContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.SmartLifecycle;

/**
 * Ends a service at once that is asked to stop while it starts. Spring would finish the
 * start first, which can take longer than the patience of whoever asks. Nothing has been
 * received until then, and what Flyway had begun PostgreSQL rolls back.
 */
class StopDuringStart implements SpringApplicationRunListener {

	/** 128 and the number of SIGTERM, as from a service that had started. */
	private static final int TERMINATED = 143;

	private static final Logger logger = LoggerFactory.getLogger(StopDuringStart.class);

	private final Thread hook = new Thread(() -> {
		logger.info("Asked to stop while starting: nothing has been received yet");
		Runtime.getRuntime().halt(TERMINATED);
	}, "stop-during-start");

	@Override
	public void starting(ConfigurableBootstrapContext bootstrapContext) {
		Runtime.getRuntime().addShutdownHook(this.hook);
	}

	@Override
	public void contextLoaded(ConfigurableApplicationContext context) {
		context.getBeanFactory().registerSingleton(StopDuringStart.class.getName(), new FirstToStart());
	}

	@Override
	public void failed(@Nullable ConfigurableApplicationContext context, Throwable exception) {
		startIsOver();
	}

	private void startIsOver() {
		try {
			Runtime.getRuntime().removeShutdownHook(this.hook);
		}
		catch (IllegalStateException ex) {
			logger.trace("The hook is running", ex);
		}
	}

	/**
	 * From here on there are threads that a stop has to wait for.
	 */
	private final class FirstToStart implements SmartLifecycle {

		private volatile boolean running;

		@Override
		public void start() {
			this.running = true;
			startIsOver();
		}

		@Override
		public void stop() {
			this.running = false;
		}

		@Override
		public boolean isRunning() {
			return this.running;
		}

		@Override
		public int getPhase() {
			return Integer.MIN_VALUE;
		}

	}

}
