namespace Gatehouse.Core.Exchanges;

/// <summary>An answer that the gateway gives instead of an upstream.</summary>
public struct GatewayAnswer
{
    /// <summary>Status code; 0 = there is no such answer.</summary>
    public int Status;

    /// <summary>Text for the negotiated error representation; null = the standard text of the status.</summary>
    public string? Message;

    /// <summary>Media type of <see cref="Body"/> when <see cref="IsVerbatim"/>.</summary>
    public string? ContentType;

    /// <summary>Body as it is, when <see cref="IsVerbatim"/>.</summary>
    public ReadOnlyMemory<byte> Body;

    /// <summary>Where the body comes from, instead of <see cref="Body"/>; null = from there.</summary>
    public IAnswerStream? Stream;

    /// <summary>Whether <see cref="Body"/> is sent as it is instead of a negotiated representation of <see cref="Message"/>.</summary>
    public bool IsVerbatim;
}
