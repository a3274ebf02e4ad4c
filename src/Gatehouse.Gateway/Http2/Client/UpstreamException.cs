namespace Gatehouse.Gateway.Http2.Client;

/// <summary>Carries through the handler, from one of its callbacks to the call, what went wrong in our terms.</summary>
internal sealed class UpstreamException(UpstreamOutcome outcome, Exception? inner = null)
    : IOException($"The upstream call failed: {outcome}", inner)
{
    public UpstreamOutcome Outcome { get; } = outcome;
}
