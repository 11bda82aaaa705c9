package io.bookings.sandbox;

/**
 * What SQS and PostgreSQL run on. The mail server is always inside this JVM.
 */
enum Infrastructure {

	/**
	 * Inside this JVM and as a process beside it: nothing needs to be installed.
	 */
	SANDBOX,

	/**
	 * LocalStack and PostgreSQL in Docker.
	 */
	CONTAINERS;

	static final String PROPERTY = "it.infrastructure";

	/**
	 * @return what the system property {@value #PROPERTY} says
	 * @throws SandboxException if it says anything but {@code sandbox} or
	 * {@code containers}
	 */
	static Infrastructure current() {
		return named(System.getProperty(PROPERTY, "sandbox"));
	}

	static Infrastructure named(String name) {
		return switch (name) {
			case "sandbox" -> SANDBOX;
			case "containers" -> CONTAINERS;
			default ->
				throw new SandboxException("%s is '%s': set it to sandbox or to containers.".formatted(PROPERTY, name));
		};
	}

	/**
	 * @param port where to listen, 0 for a free one
	 */
	SqsServer startSqs(int port) {
		return switch (this) {
			case SANDBOX -> EmbeddedSqs.start(port);
			case CONTAINERS -> ContainerSqs.start(port);
		};
	}

	DatabaseServer startDatabase() {
		return switch (this) {
			case SANDBOX -> EmbeddedDatabase.start();
			case CONTAINERS -> ContainerDatabase.start();
		};
	}

}
