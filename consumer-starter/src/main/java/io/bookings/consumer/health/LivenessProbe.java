package io.bookings.consumer.health;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.util.Map;

/**
 * Asks the service in the same container whether it is alive, for images that have
 * neither a shell nor curl. Runs as a program of its own, from this one class, so it uses
 * nothing but the JDK.
 */
public final class LivenessProbe {

	private static final int PATIENCE_MILLIS = 3000;

	private LivenessProbe() {
	}

	/**
	 * Ends with exit code 0 when the service is alive, with 1 and a sentence when it is
	 * not.
	 * @param args none
	 */
	public static void main(String[] args) {
		URI liveness = liveness(System.getenv());
		try {
			int status = ask(liveness);
			System.out.printf("%s answers %d%n", liveness, status);
			System.exit((status == HttpURLConnection.HTTP_OK) ? 0 : 1);
		}
		catch (IOException ex) {
			System.out.printf("%s does not answer: %s%n", liveness, ex);
			System.exit(1);
		}
	}

	/**
	 * Where the actuator answers that runs in this environment.
	 */
	static URI liveness(Map<String, String> environment) {
		String port = environment.getOrDefault("MANAGEMENT_SERVER_PORT",
				environment.getOrDefault("SERVER_PORT", "8080"));
		return URI.create("http://127.0.0.1:" + port + "/actuator/health/liveness");
	}

	static int ask(URI liveness) throws IOException {
		HttpURLConnection connection = (HttpURLConnection) liveness.toURL().openConnection();
		connection.setConnectTimeout(PATIENCE_MILLIS);
		connection.setReadTimeout(PATIENCE_MILLIS);
		try {
			return connection.getResponseCode();
		}
		finally {
			connection.disconnect();
		}
	}

}
