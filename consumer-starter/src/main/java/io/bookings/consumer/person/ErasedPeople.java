package io.bookings.consumer.person;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import org.jspecify.annotations.Nullable;

import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcOperations;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.SqlArrayValue;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The table {@code erased_person}: who was erased recently, as a keyed hash of the id, so
 * that messages that are still in a queue do not bring the id back.
 * <p>
 * A transaction that stores ids takes a shared lock for each person before it looks the
 * person up. The erasure takes an exclusive one before it commits the hash. Therefore an
 * id is either stored before the erasure replaces ids, or it is found here.
 */
public class ErasedPeople {

	/**
	 * Finds people who were erased. Until the end of the transaction, none of the others
	 * can be erased. These are two statements, because the second one has to see what the
	 * lock waited for.
	 * @see LookUp
	 */
	public static final String LOCK_AND_FIND = """
			select pg_advisory_xact_lock_shared(key) from unnest(:personKeys) as t (key);
			select id_hash from erased_person where id_hash = any(:personHashes)""";

	private static final String PURGE = """
			delete from erased_person where id_hash in (
				select id_hash from erased_person
				where erased_at < now() - make_interval(secs => :seconds)
				limit :limit for update skip locked)""";

	private static final String HMAC = "HmacSHA256";

	private final NamedParameterJdbcOperations statements;

	private final JdbcClient jdbc;

	private final TransactionOperations transaction;

	private final TransactionOperations separateTransaction;

	private volatile @Nullable SecretKeySpec secret;

	private volatile boolean anyKnown;

	/**
	 * Creates the access to the table.
	 * @param statements runs the statements
	 * @param transactionManager begins transactions
	 */
	public ErasedPeople(NamedParameterJdbcOperations statements, PlatformTransactionManager transactionManager) {
		this.statements = statements;
		this.jdbc = JdbcClient.create(statements);
		this.transaction = new TransactionTemplate(transactionManager);
		TransactionTemplate separate = new TransactionTemplate(transactionManager);
		separate.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
		this.separateTransaction = separate;
	}

	/**
	 * Prepares the look-up of people whose ids a transaction stores.
	 * @param people the people
	 * @return the parameters of {@link #LOCK_AND_FIND}
	 */
	public LookUp lookUp(Collection<Person> people) {
		return new LookUp(hashes(people.stream()));
	}

	/**
	 * Returns a new pseudonym for each person who was erased. Until the end of the
	 * current transaction, none of the others can be erased.
	 * @param people people whose ids the transaction stores
	 * @return the pseudonyms of those who were erased, usually none
	 */
	public Map<Person, String> pseudonyms(Collection<Person> people) {
		LookUp lookUp = lookUp(people);
		return Objects.requireNonNull(this.statements.execute(LOCK_AND_FIND, lookUp.parameters(), (statement) -> {
			statement.execute();
			statement.getMoreResults();
			return lookUp.pseudonyms(statement.getResultSet());
		}));
	}

	/**
	 * Stores data about a person in a transaction, unless the person was erased.
	 * @param <T> the result
	 * @param person the person
	 * @param store stores the data
	 * @return the result
	 * @throws ErasedPersonException if the person was erased
	 */
	public <T> T storeUnlessErased(Person person, Supplier<T> store) {
		return Objects.requireNonNull(this.transaction.<T>execute((status) -> {
			if (!pseudonyms(Set.of(person)).isEmpty()) {
				throw new ErasedPersonException();
			}
			return store.get();
		}));
	}

	/**
	 * Remembers that a person was erased. Waits for transactions that store the id, up to
	 * {@code lock_timeout}. Call it in a transaction that does nothing else that lasts.
	 * @param person the person
	 */
	public void add(Person person) {
		ByteBuffer hash = hash(mac(), person);
		this.jdbc.sql("select pg_advisory_xact_lock(:key)").param("key", lockKey(hash)).query((row) -> {
		});
		this.jdbc.sql("""
				insert into erased_person (id_hash, erased_at) values (:hash, now())
				on conflict (id_hash) do update set erased_at = excluded.erased_at""")
			.param("hash", hash.array())
			.update();
		this.anyKnown = true;
	}

	/**
	 * Whether anyone was erased recently.
	 * @return {@code false} also if the database does not answer, unless someone was
	 * erased when it last did
	 * @throws DataAccessException if the database does not answer otherwise
	 */
	boolean isAnyKnown() {
		try {
			refresh();
		}
		catch (DataAccessException ex) {
			if (this.anyKnown) {
				throw ex;
			}
		}
		return this.anyKnown;
	}

	/**
	 * Finds those who were erased, without a lock.
	 */
	Set<Person> erasedAmong(Stream<Person> people) {
		Map<Person, ByteBuffer> hashes = hashes(people);
		Set<ByteBuffer> erased = new HashSet<>();
		this.jdbc.sql("select id_hash from erased_person where id_hash = any(:hashes)")
			.param("hashes", bytes(hashes.values()))
			.query((row) -> {
				erased.add(ByteBuffer.wrap(row.getBytes(1)));
			});
		return hashes.keySet()
			.stream()
			.filter((person) -> erased.contains(hashes.get(person)))
			.collect(Collectors.toSet());
	}

	private void refresh() {
		this.anyKnown = this.jdbc.sql("select exists (select from erased_person)").query(Boolean.class).single();
	}

	/**
	 * Deletes hashes of people who were erased long ago, except locked ones.
	 * @param ageInSeconds the minimum age in seconds
	 * @param limit how many to delete at most
	 * @return how many were deleted
	 */
	public int purge(long ageInSeconds, int limit) {
		int deleted = this.jdbc.sql(PURGE).param("seconds", ageInSeconds).param("limit", limit).update();
		refresh();
		return deleted;
	}

	private Map<Person, ByteBuffer> hashes(Stream<Person> people) {
		Mac mac = mac();
		Map<Person, ByteBuffer> hashes = new LinkedHashMap<>();
		people.forEach((person) -> hashes.computeIfAbsent(person, (each) -> hash(mac, each)));
		return hashes;
	}

	private static ByteBuffer hash(Mac mac, Person person) {
		return ByteBuffer
			.wrap(mac.doFinal((person.kind().name() + '\n' + person.id()).getBytes(StandardCharsets.UTF_8)));
	}

	private Mac mac() {
		try {
			Mac mac = Mac.getInstance(HMAC);
			mac.init(secret());
			return mac;
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException("The JDK has no " + HMAC, ex);
		}
	}

	private static long lockKey(ByteBuffer hash) {
		return hash.getLong(0);
	}

	private static SqlArrayValue bytes(Collection<ByteBuffer> hashes) {
		return new SqlArrayValue("bytea", (Object[]) hashes.stream().map(ByteBuffer::array).toArray(byte[][]::new));
	}

	/**
	 * Returns the key of the hashes, which the database creates at the first use. In a
	 * transaction of its own, because a rollback of the current one would remove it.
	 */
	private SecretKeySpec secret() {
		SecretKeySpec known = this.secret;
		if (known == null) {
			String created = this.separateTransaction.execute((status) -> {
				this.jdbc.sql("insert into erasure_secret default values on conflict do nothing").update();
				return this.jdbc.sql("select secret from erasure_secret").query(String.class).single();
			});
			known = new SecretKeySpec(Objects.requireNonNull(created).getBytes(StandardCharsets.US_ASCII), HMAC);
			this.secret = known;
		}
		return known;
	}

	/**
	 * The look-up of people whose ids a transaction stores.
	 *
	 * @param hashes the hash of each person's id
	 */
	public record LookUp(Map<Person, ByteBuffer> hashes) {

		/** Finds nobody. */
		public static final LookUp NOBODY = new LookUp(Map.of());

		/**
		 * Returns the parameters of {@link ErasedPeople#LOCK_AND_FIND}.
		 * @return the parameters by name
		 */
		public Map<String, Object> parameters() {
			return Map.of("personKeys",
					new SqlArrayValue("bigint",
							this.hashes.values().stream().map(ErasedPeople::lockKey).sorted().distinct().toArray()),
					"personHashes", bytes(this.hashes.values()));
		}

		/**
		 * Returns a new pseudonym for each person who was erased.
		 * @param found the result of the second statement
		 * @return the pseudonyms, usually none
		 * @throws SQLException if the result cannot be read
		 */
		public Map<Person, String> pseudonyms(ResultSet found) throws SQLException {
			Set<ByteBuffer> erased = new HashSet<>();
			while (found.next()) {
				erased.add(ByteBuffer.wrap(found.getBytes(1)));
			}
			if (erased.isEmpty()) {
				return Map.of();
			}
			return this.hashes.entrySet()
				.stream()
				.filter((entry) -> erased.contains(entry.getValue()))
				.collect(Collectors.toMap(Map.Entry::getKey, (entry) -> Pseudonym.create()));
		}

	}

}
