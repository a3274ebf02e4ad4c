namespace Gatehouse.TestKit.Clients;

/// <summary>What a <see cref="RawHttp2Client"/> saw of a stream until it was over.</summary>
public sealed class Http2StreamSeen
{
    public int HeaderBlocks { get; set; }

    /// <summary>The first header block as Latin-1, undecoded.</summary>
    public string? Head { get; set; }

    public string Body { get; set; } = "";

    public int? ResetCode { get; set; }

    public int? GoAwayCode { get; set; }

    public bool IsEnded { get; set; }

    public bool IsConnectionGone { get; set; }
}
