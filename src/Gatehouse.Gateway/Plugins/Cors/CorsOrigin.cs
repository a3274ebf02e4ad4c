namespace Gatehouse.Gateway.Plugins.Cors;

/// <summary>An origin split as Kong splits it: a default port is dropped, what is not a URL stands for itself.</summary>
internal readonly ref struct CorsOrigin
{
    private CorsOrigin(ReadOnlySpan<char> scheme, ReadOnlySpan<char> host, ReadOnlySpan<char> port)
    {
        Scheme = scheme;
        Host = host;
        Port = port;
    }

    /// <summary>Scheme, empty when the text is not a URL.</summary>
    public ReadOnlySpan<char> Scheme { get; }

    /// <summary>Host, or the whole text.</summary>
    public ReadOnlySpan<char> Host { get; }

    /// <summary>Port unless it is the scheme's default.</summary>
    public ReadOnlySpan<char> Port { get; }

    /// <summary>Splits a text.</summary>
    public static CorsOrigin Parse(ReadOnlySpan<char> text)
    {
        int separator = text.IndexOf("://", StringComparison.Ordinal);
        if (separator <= 0)
        {
            return new CorsOrigin(default, text, default);
        }

        var scheme = text[..separator];
        var authority = text[(separator + 3)..];
        int end = authority.IndexOfAny('/', '?', '#');
        authority = end < 0 ? authority : authority[..end];
        authority = authority[(authority.LastIndexOf('@') + 1)..];
        int colon = authority.LastIndexOf(':');
        bool hasPort = colon > authority.LastIndexOf(']');
        var host = hasPort ? authority[..colon] : authority;
        var port = hasPort ? authority[(colon + 1)..] : default;
        if (host.IsEmpty)
        {
            return new CorsOrigin(default, text, default);
        }

        bool isDefault = (scheme.SequenceEqual("http") && port.SequenceEqual("80"))
            || (scheme.SequenceEqual("https") && port.SequenceEqual("443"));
        return new CorsOrigin(scheme, host, isDefault ? default : port);
    }

    /// <summary>Writes <c>scheme://host[:port]</c>; returns its length. Never longer than what was parsed.</summary>
    public int Write(Span<char> destination)
    {
        int length = 0;
        if (!Scheme.IsEmpty)
        {
            Scheme.CopyTo(destination);
            "://".CopyTo(destination[Scheme.Length..]);
            length = Scheme.Length + 3;
        }

        Host.CopyTo(destination[length..]);
        length += Host.Length;
        if (!Port.IsEmpty)
        {
            destination[length++] = ':';
            Port.CopyTo(destination[length..]);
            length += Port.Length;
        }

        return length;
    }
}
