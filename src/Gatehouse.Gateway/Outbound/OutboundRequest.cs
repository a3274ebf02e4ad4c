namespace Gatehouse.Gateway.Outbound;

/// <summary>A call to be made. May be kept and sent again.</summary>
internal sealed record OutboundRequest
{
    /// <summary>Where to: absolute, http or https, without user info.</summary>
    public required Uri Url { get; init; }

    /// <summary>Default GET.</summary>
    public HttpMethod Method { get; init; } = HttpMethod.Get;

    /// <summary>Which addresses are allowed. Default <see cref="OutboundReach.Configured"/>.</summary>
    public OutboundReach Reach { get; init; }

    /// <summary>Whether the certificate is verified. Default true.</summary>
    public bool VerifyTls { get; init; } = true;

    /// <summary>For everything together: waiting for a place, connecting, TLS, head, body. Default 10 s.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Most bytes of the answer's body. Default 256 KiB.</summary>
    public int MaxResponseBytes { get; init; } = 256 * 1024;

    /// <summary>Redirects that are followed, GET only. Default none.</summary>
    public int MaxRedirects { get; init; }

    /// <summary>Value of Accept. Default application/json.</summary>
    public string Accept { get; init; } = "application/json";

    /// <summary>Value of Authorization; null = none. Not sent again to where a redirect leads.</summary>
    public string? Authorization { get; init; }

    /// <summary>Further header fields.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    /// <summary>Body; empty = none.</summary>
    public ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>Media type of the body.</summary>
    public string ContentType { get; init; } = "application/json";

    /// <summary>
    /// The same request to where a redirect leads. What is secret goes to the same origin only; and whoever was reached as a stranger
    /// stays one: his own origin, which may be at another address by now, opens nothing on this network.
    /// </summary>
    public OutboundRequest FollowedTo(DocumentLink link)
    {
        bool isSame = link.Reach == OutboundReach.SameOrigin;
        return this with
        {
            Url = link.Url,
            Reach = Reach == OutboundReach.Public ? OutboundReach.Public : link.Reach,
            Authorization = isSame ? Authorization : null,
            Headers = isSame ? Headers : [],
        };
    }

    /// <summary>The host only: URLs may carry secrets.</summary>
    public override string ToString() => Url.Authority;
}
