package io.bookings.sandbox;

/**
 * Where SQS and PostgreSQL run. The mail server always runs in this JVM.
 */
enum Infrastructure {

	/**
	 * SQS in this JVM, and PostgreSQL as a process. Nothing needs to be installed.
	 */
	SANDBOX,

	/**
	 * LocalStack and PostgreSQL in Docker.
	 */
	CONTAINERS;

	static final String PROPERTY = "it.infrastructure";

	/**
	 * @return the infrastructure that the system property {@value #PROPERTY} selects
	 * @throws SandboxException if it is neither {@code sandbox} nor {@code containers}
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
	 * @param port the port of SQS, 0 for a free one
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
