package io.bookings.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import io.bookings.sandbox.ServiceProcess;

/**
 * The CPU time and the memory of a process, as Linux counts them.
 */
final class ProcessUsage implements AutoCloseable {

	private static final int INTERVAL_MILLIS = 20;

	/** The index of user and system time in {@code /proc/<pid>/stat}, after the name. */
	private static final int USER_TIME = 11;

	/** USER_HZ, the same on every architecture that Java runs on. */
	private static final double TICKS_PER_SECOND = 100;

	private final Path directory;

	private final List<Sample> samples = new ArrayList<>();

	private volatile boolean closed;

	private ProcessUsage(long pid) {
		this.directory = Path.of("/proc", Long.toString(pid));
		Thread.ofPlatform().name("usage").daemon().start(this::sample);
	}

	static ProcessUsage of(ServiceProcess process) {
		return new ProcessUsage(process.handle().pid());
	}

	private void sample() {
		try {
			while (!this.closed) {
				synchronized (this.samples) {
					this.samples.add(new Sample(System.currentTimeMillis() / 1000.0, cpuSeconds()));
				}
				Thread.sleep(INTERVAL_MILLIS);
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		catch (UncheckedIOException ex) {
			// The process has ended.
		}
	}

	/**
	 * Returns the CPU seconds since the start.
	 */
	double cpuSeconds() {
		String stat = read("stat");
		String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
		return (Long.parseLong(fields[USER_TIME]) + Long.parseLong(fields[USER_TIME + 1])) / TICKS_PER_SECOND;
	}

	/**
	 * Returns the CPU seconds at a time, interpolated between two samples.
	 * @param time seconds since 1970
	 */
	double cpuSecondsAt(double time) {
		synchronized (this.samples) {
			Sample before = this.samples.getFirst();
			for (Sample after : this.samples) {
				if (after.time() >= time) {
					double share = (after.time() == before.time()) ? 0
							: (time - before.time()) / (after.time() - before.time());
					return before.cpu() + share * (after.cpu() - before.cpu());
				}
				before = after;
			}
			return before.cpu();
		}
	}

	/**
	 * Returns the peak of the memory, in MiB.
	 */
	double peakMemory() {
		return mebibytes("VmHWM:");
	}

	/**
	 * Returns the current memory, in MiB.
	 */
	double memory() {
		return mebibytes("VmRSS:");
	}

	private double mebibytes(String field) {
		return read("status").lines()
			.filter((line) -> line.startsWith(field))
			.mapToLong((line) -> Long.parseLong(line.replaceAll("\\D", "")))
			.findFirst()
			.orElseThrow() / 1024.0;
	}

	private String read(String file) {
		try {
			return Files.readString(this.directory.resolve(file));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public void close() {
		this.closed = true;
	}

	private record Sample(double time, double cpu) {
	}

}
