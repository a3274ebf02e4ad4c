namespace Gatehouse.Gateway.Plugins.Session;

/// <summary>What a request's cookies were found to be; kept in the exchange until its answer goes out.</summary>
internal sealed class SessionUse
{
    /// <summary>The session as it came, null when there was none that is good.</summary>
    public SessionContent? Session { get; set; }

    /// <summary>Whether it was begun just now, for a remembered user.</summary>
    public bool IsNew { get; set; }

    /// <summary>The session as it goes on.</summary>
    public SessionContent? Continued { get; set; }

    /// <summary>Whether the cookies are to be forgotten: a log-out, or a consumer that is gone.</summary>
    public bool Ends { get; set; }

    /// <summary>Session cookies that the client sent.</summary>
    public int Present { get; init; }

    /// <summary>Remember cookies that the client sent.</summary>
    public int RememberPresent { get; init; }
}
