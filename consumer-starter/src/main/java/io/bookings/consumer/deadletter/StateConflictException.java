package io.bookings.consumer.deadletter;

import java.util.List;

import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;

/**
 * Thrown if letters are not in a state in which the action is possible, such as those
 * that someone else has redriven meanwhile. Nothing was changed. In the API, it is a
 * problem with the status 409, which lists the letters.
 */
public class StateConflictException extends ErrorResponseException {

	private static final long serialVersionUID = 1L;

	/** The number of letters that the problem lists. */
	private static final int LISTED = 100;

	/**
	 * Creates the exception.
	 * @param detail the reason and the remedy
	 * @param letters the letters with their states; may be empty
	 */
	public StateConflictException(String detail, List<LetterInState> letters) {
		super(HttpStatus.CONFLICT, problem(detail, letters), null);
	}

	private static ProblemDetail problem(String detail, List<LetterInState> letters) {
		ProblemDetail problem = ProblemDetail.forStatusAndDetail(HttpStatus.CONFLICT, detail);
		problem.setProperty("letters", letters.stream().limit(LISTED).toList());
		return problem;
	}

	/**
	 * A letter and its state.
	 *
	 * @param id the letter's number
	 * @param state its state
	 */
	public record LetterInState(long id, LetterState state) {

	}

}
