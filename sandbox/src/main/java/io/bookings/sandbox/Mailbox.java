package io.bookings.sandbox;

import java.util.Arrays;
import java.util.List;

import com.icegreen.greenmail.store.FolderException;
import com.icegreen.greenmail.util.GreenMail;

/**
 * All mails that the sandbox's mail server has accepted, to whomever they went.
 */
public final class Mailbox {

	private final GreenMail server;

	Mailbox(GreenMail server) {
		this.server = server;
	}

	/**
	 * @return the mails, those to one recipient in the order in which they came
	 */
	public List<ReceivedMail> received() {
		return Arrays.stream(this.server.getReceivedMessages()).map(ReceivedMail::of).toList();
	}

	/**
	 * @return the number of mails
	 */
	public int count() {
		return this.server.getReceivedMessages().length;
	}

	/**
	 * Deletes all mails.
	 */
	public void purge() {
		try {
			this.server.purgeEmailFromAllMailboxes();
		}
		catch (FolderException ex) {
			throw new SandboxException("The mails cannot be deleted: " + ex.getMessage(), ex);
		}
	}

}
