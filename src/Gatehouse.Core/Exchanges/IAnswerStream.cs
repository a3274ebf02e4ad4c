namespace Gatehouse.Core.Exchanges;

/// <summary>
/// The body of an answer of the gateway's own that comes into being piece by piece, see <see cref="Exchange.RespondStreaming"/>. One
/// object per answer. <see cref="IDisposable.Dispose"/> is called exactly once on the loop, before the log phase: after
/// <see cref="WriteAsync"/>, or instead of it when the answer gets no body (HEAD, 204, 304, a plugin that dropped it) or was replaced.
/// </summary>
public interface IAnswerStream : IDisposable
{
    /// <summary>
    /// Writes the body to <see cref="Exchange.Downstream"/> (<see cref="Downstream.GetBodyMemory"/>, <see cref="Downstream.AdvanceBody"/>,
    /// <see cref="Downstream.FlushAsync"/>), which has the head already; it goes out with the first flush. Awaiting a flush is the
    /// back-pressure; every wait for somebody else must be bounded, and end with <see cref="Exchange.ClientLeft"/>.
    /// </summary>
    /// <returns>
    /// True: the body is whole, and is ended in good order. False: it broke off, and so does the answer, in a way that the client
    /// cannot take for its end; while nothing was flushed, it becomes a 502 instead. What is thrown breaks it off as well (a 500).
    /// </returns>
    ValueTask<bool> WriteAsync(Exchange exchange);
}
