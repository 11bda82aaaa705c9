package io.bookings.provider;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.logging.Level;

import org.junit.jupiter.api.Assumptions;
import org.openqa.selenium.By;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/**
 * The Chromium of the operating system, without a window.
 */
final class Chromium implements AutoCloseable {

	private static final List<Path> BROWSERS = List.of(Path.of("/usr/bin/chromium"),
			Path.of("/usr/bin/chromium-browser"), Path.of("/usr/bin/google-chrome"));

	private static final Path DRIVER = Path.of("/usr/bin/chromedriver");

	private final ChromeDriver driver;

	private final String url;

	private Chromium(ChromeDriver driver, String url) {
		this.driver = driver;
		this.url = url;
	}

	/**
	 * Starts the browser and signs in. Skips the test if there is no browser.
	 * @param url the address of the service, without a path
	 * @param credentials name and password, separated by a colon
	 */
	static Chromium start(String url, String credentials) {
		Path browser = BROWSERS.stream().filter(Files::isExecutable).findFirst().orElse(null);
		Assumptions.assumeTrue(browser != null && Files.isExecutable(DRIVER),
				"There is no Chromium with its driver: install the packages chromium and chromium-driver of Debian");
		ChromeOptions options = new ChromeOptions();
		options.setBinary(Objects.requireNonNull(browser).toString());
		options.addArguments("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
				"--window-size=1280,900", "--lang=en");
		LoggingPreferences logs = new LoggingPreferences();
		logs.enable(LogType.BROWSER, Level.ALL);
		options.setCapability("goog:loggingPrefs", logs);
		ChromeDriverService service = new ChromeDriverService.Builder()
			.usingDriverExecutable(new File(DRIVER.toString()))
			.withEnvironment(Map.of("TZ", "Asia/Tokyo"))
			.build();
		Chromium chromium = new Chromium(new ChromeDriver(service, options), url);
		chromium.driver.manage().timeouts().scriptTimeout(Duration.ofMinutes(1));
		// The browser keeps the credentials for the pages that follow.
		chromium.driver.get(url.replace("://", "://" + credentials + "@") + "/operations/runbook");
		return chromium;
	}

	void open(String path) {
		this.driver.get(this.url + path);
	}

	String path() {
		return Objects.requireNonNull(this.driver.getCurrentUrl()).substring(this.url.length());
	}

	String text() {
		return text("body");
	}

	/**
	 * The visible text of an element, or an empty text if there is no such element. The
	 * browser finds and reads it in one step, because a page that refreshes may replace
	 * an element between two commands.
	 */
	String text(String selector) {
		return (String) run("return document.querySelector(arguments[0])?.innerText", selector);
	}

	void click(String selector) {
		find(selector).click();
	}

	void type(String selector, String keys) {
		find(selector).sendKeys(keys);
	}

	private WebElement find(String selector) {
		return this.driver.findElement(By.cssSelector(selector));
	}

	Object run(String script, Object... arguments) {
		return Objects.requireNonNullElse(this.driver.executeScript(script, arguments), "");
	}

	Object await(String script) {
		return Objects.requireNonNullElse(this.driver.executeAsyncScript(script), "");
	}

	void emulate(int width, int height, boolean dark) {
		this.driver.executeCdpCommand("Emulation.setDeviceMetricsOverride",
				Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", width < 600));
		this.driver.executeCdpCommand("Emulation.setEmulatedMedia",
				Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", dark ? "dark" : "light"))));
	}

	/**
	 * What the browser complained about since the last call, such as a violation of the
	 * page's policy.
	 */
	List<String> complaints() {
		return this.driver.manage().logs().get(LogType.BROWSER).getAll().stream().map(LogEntry::getMessage).toList();
	}

	/**
	 * What axe-core finds on the page.
	 */
	Object violations() throws IOException {
		try (InputStream axe = Objects.requireNonNull(Chromium.class.getResourceAsStream("/axe.min.js"))) {
			this.driver.executeScript(new String(axe.readAllBytes(), StandardCharsets.UTF_8));
		}
		return await("""
				const done = arguments[arguments.length - 1];
				axe.run(document).then((result) => done(result.violations.map((violation) =>
					`${violation.id}: ${violation.help}: ${violation.nodes.map((node) => node.html).join(" ")}`)),
					(error) => done([String(error)]));""");
	}

	void screenshot(Path file) throws IOException {
		Files.createDirectories(Objects.requireNonNull(file.getParent()));
		Files.write(file, this.driver.getScreenshotAs(OutputType.BYTES));
	}

	@Override
	public void close() {
		this.driver.quit();
	}

}
