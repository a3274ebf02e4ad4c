namespace Gatehouse.Gateway.Outbound;

/// <summary>What came of a call.</summary>
internal sealed class OutboundResponse
{
    /// <summary>Why there is no answer; <see cref="OutboundFailure.None"/> when there is one.</summary>
    public OutboundFailure Failure { get; init; }

    /// <summary>Status code, 0 without an answer.</summary>
    public int Status { get; init; }

    /// <summary>The whole body.</summary>
    public byte[] Body { get; init; } = [];

    /// <summary>Media type without parameters, lower case; empty when there is none.</summary>
    public string MediaType { get; init; } = "";

    /// <summary>How long the answer stays fresh (Cache-Control max-age, RFC 9111 section 5.2.2.1); zero when it says no-store or no-cache, null when it does not say.</summary>
    public TimeSpan? MaxAge { get; init; }

    /// <summary>Whether there is an answer with a 2xx status.</summary>
    public bool IsSuccess => Failure == OutboundFailure.None && Status is >= 200 and <= 299;

    /// <summary>The failure or the status, for logs.</summary>
    public string Outcome => Failure switch
    {
        OutboundFailure.None => $"status {Status}",
        OutboundFailure.Busy => "too many calls at a time",
        OutboundFailure.Timeout => "no answer in time",
        OutboundFailure.Connect => "cannot connect",
        OutboundFailure.Tls => "no trusted TLS connection",
        OutboundFailure.Forbidden => "an address that is not allowed",
        OutboundFailure.TooLarge => "the answer is too large",
        OutboundFailure.Cancelled => "given up",
        _ => "the connection broke",
    };

    public static OutboundResponse Failed(OutboundFailure failure) => new() { Failure = failure };
}
