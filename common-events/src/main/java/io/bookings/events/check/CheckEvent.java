package io.bookings.events.check;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import io.bookings.events.Violation;
import org.jspecify.annotations.Nullable;

/**
 * The command {@code check-event}: checks bodies in files or on standard input, and
 * prints a line for each valid body and for each violation.
 */
final class CheckEvent {

	static final int VALID = 0;

	static final int INVALID = 1;

	static final int USAGE = 2;

	private static final String HELP = """
			Usage: check-event [--lines] [--event NAME] [FILE...]
			Checks bodies of messages with the code of the consumers, and prints "valid" or every broken rule.
			Reads standard input if there is no file, or if the file is "-".

			  --lines        each line is a body, instead of the whole file
			  --event NAME   the only event that is accepted: %s

			Exit code: 0 if all bodies are valid, 1 if one is not, 2 if the command is wrong or a file cannot be read.
			""".formatted(String.join(", ", EventCheck.eventTypes()));

	private final InputStream in;

	private final PrintStream out;

	private boolean lines;

	private @Nullable String eventType;

	private boolean allValid = true;

	private CheckEvent(InputStream in, PrintStream out) {
		this.in = in;
		this.out = out;
	}

	public static void main(String[] args) {
		int code;
		try (PrintStream out = new PrintStream(new BufferedOutputStream(new FileOutputStream(FileDescriptor.out)),
				false, StandardCharsets.UTF_8)) {
			code = run(List.of(args), System.in, out, System.err);
		}
		System.exit(code);
	}

	/**
	 * Runs the command.
	 * @return the exit code
	 */
	static int run(List<String> args, InputStream in, PrintStream out, PrintStream err) {
		try {
			return new CheckEvent(in, out).run(args);
		}
		catch (IllegalArgumentException ex) {
			err.println(ex.getMessage());
			err.print(HELP);
		}
		catch (IOException ex) {
			err.println("Cannot be read: " + ex);
		}
		return USAGE;
	}

	private int run(List<String> args) throws IOException {
		List<String> files = new ArrayList<>();
		for (int i = 0; i < args.size(); i++) {
			String arg = args.get(i);
			switch (arg) {
				case "--help", "-h" -> {
					this.out.print(HELP);
					return VALID;
				}
				case "--lines" -> this.lines = true;
				case "--event" -> this.eventType = eventType((++i < args.size()) ? args.get(i) : "");
				default -> files.add(file(arg));
			}
		}
		if (files.isEmpty()) {
			files.add("-");
		}
		for (String file : files) {
			check(file);
		}
		return this.allValid ? VALID : INVALID;
	}

	private static String eventType(String name) {
		if (!EventCheck.eventTypes().contains(name)) {
			throw new IllegalArgumentException("--event needs the name of an event.");
		}
		return name;
	}

	private static String file(String arg) {
		if (arg.startsWith("-") && arg.length() > 1) {
			throw new IllegalArgumentException("Unknown option: " + arg);
		}
		return arg;
	}

	private void check(String file) throws IOException {
		if (file.equals("-")) {
			check("standard input", this.in);
			return;
		}
		try (InputStream stream = Files.newInputStream(Path.of(file))) {
			check(file, stream);
		}
	}

	private void check(String source, InputStream stream) throws IOException {
		if (!this.lines) {
			print(source, stream.readAllBytes());
			return;
		}
		InputStream buffered = new BufferedInputStream(stream);
		int number = 0;
		for (byte[] line = readLine(buffered); line != null; line = readLine(buffered)) {
			number++;
			print(source + ':' + number, line);
		}
	}

	private static byte @Nullable [] readLine(InputStream stream) throws IOException {
		int next = stream.read();
		if (next < 0) {
			return null;
		}
		ByteArrayOutputStream line = new ByteArrayOutputStream(512);
		while (next >= 0 && next != '\n') {
			line.write(next);
			next = stream.read();
		}
		return line.toByteArray();
	}

	private void print(String source, byte[] body) {
		EventCheck check = EventCheck.of(body, this.eventType);
		if (check.isValid()) {
			this.out.println(source + ": valid " + check.eventType() + ", content hash " + check.contentHash());
			return;
		}
		this.allValid = false;
		for (Violation violation : check.violations()) {
			this.out.println(source + ": " + violation + " (" + violation.rule() + ')');
		}
	}

}
