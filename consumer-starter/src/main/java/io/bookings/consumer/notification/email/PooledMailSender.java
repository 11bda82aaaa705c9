package io.bookings.consumer.notification.email;

import java.time.Duration;

import jakarta.mail.MessagingException;
import jakarta.mail.Transport;
import org.apache.commons.pool2.BasePooledObjectFactory;
import org.apache.commons.pool2.PooledObject;
import org.apache.commons.pool2.impl.DefaultPooledObject;
import org.apache.commons.pool2.impl.GenericObjectPool;
import org.apache.commons.pool2.impl.GenericObjectPoolConfig;

import org.springframework.mail.javamail.JavaMailSenderImpl;

/**
 * Sends mails over connections that it keeps open for further mails: connecting, TLS and
 * login cost more than a mail. A connection without a mail is closed after 5 to 10
 * seconds, before a mail server gives it up.
 */
final class PooledMailSender extends JavaMailSenderImpl implements AutoCloseable {

	private static final Duration KEEP_OPEN = Duration.ofSeconds(5);

	private final GenericObjectPool<ReusableTransport> connections;

	/**
	 * Creates a sender.
	 * @param settings the mail server, the credentials and the session
	 */
	PooledMailSender(JavaMailSenderImpl settings) {
		setSession(settings.getSession());
		setProtocol(settings.getProtocol());
		setHost(settings.getHost());
		setPort(settings.getPort());
		setUsername(settings.getUsername());
		setPassword(settings.getPassword());
		ReusableTransport.useIn(getSession());
		this.connections = new GenericObjectPool<>(new Factory(), config());
	}

	private static GenericObjectPoolConfig<ReusableTransport> config() {
		GenericObjectPoolConfig<ReusableTransport> config = new GenericObjectPoolConfig<>();
		config.setMaxTotal(-1); // the threads that deliver are the limit
		config.setMaxIdle(-1);
		config.setMinEvictableIdleDuration(KEEP_OPEN);
		config.setTimeBetweenEvictionRuns(KEEP_OPEN);
		config.setNumTestsPerEvictionRun(-1); // all
		config.setTestOnReturn(true);
		config.setJmxEnabled(false);
		return config;
	}

	@Override
	protected Transport connectTransport() throws MessagingException {
		try {
			return this.connections.borrowObject();
		}
		catch (MessagingException | RuntimeException ex) {
			throw ex;
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

	private ReusableTransport connect() throws MessagingException {
		ReusableTransport transport = (ReusableTransport) super.connectTransport();
		transport.onClose(this.connections::returnObject);
		return transport;
	}

	/**
	 * Closes the connections.
	 */
	@Override
	public void close() {
		this.connections.close();
	}

	private final class Factory extends BasePooledObjectFactory<ReusableTransport> {

		@Override
		public ReusableTransport create() throws MessagingException {
			return connect();
		}

		@Override
		public PooledObject<ReusableTransport> wrap(ReusableTransport transport) {
			return new DefaultPooledObject<>(transport);
		}

		@Override
		public boolean validateObject(PooledObject<ReusableTransport> pooled) {
			return pooled.getObject().isHealthy();
		}

		@Override
		public void destroyObject(PooledObject<ReusableTransport> pooled) {
			pooled.getObject().disconnect();
		}

	}

}
