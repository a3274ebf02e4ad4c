namespace Gatehouse.Gateway.Identity;

/// <summary>Why somebody was not let in. Each is a label of metrics and a word in the audit log (<see cref="AuthenticationFailureReasons"/>).</summary>
internal enum AuthenticationFailureReason
{
    /// <summary>Nothing was presented. Not a failed attempt: browsers and probes begin like this.</summary>
    Missing,

    /// <summary>What was presented cannot be read.</summary>
    Malformed,

    /// <summary>More than one was presented.</summary>
    Several,

    /// <summary>Nobody has such a key, name or issuer.</summary>
    Unknown,

    /// <summary>The password or signature is wrong.</summary>
    WrongSecret,

    /// <summary>It worked once.</summary>
    Expired,

    /// <summary>It does not work yet.</summary>
    NotYetValid,

    /// <summary>Its claims are not what this route asks for (audience, scope, issuer).</summary>
    NotAcceptable,

    /// <summary>It was taken back.</summary>
    Revoked,

    /// <summary>It could not be checked in time: too many at once, or what it is checked with cannot be reached.</summary>
    Unavailable,
}
