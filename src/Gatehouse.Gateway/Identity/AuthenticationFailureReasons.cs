namespace Gatehouse.Gateway.Identity;

/// <summary>The words for reasons in metrics and the audit log.</summary>
internal static class AuthenticationFailureReasons
{
    private static readonly string[] Labels =
        ["missing", "malformed", "several", "unknown", "wrong_secret", "expired", "not_yet_valid", "not_acceptable", "revoked", "unavailable"];

    /// <summary>Number of reasons.</summary>
    public static int Count => Labels.Length;

    /// <summary>The label of a reason.</summary>
    public static string LabelOf(AuthenticationFailureReason reason) => Labels[(int)reason];

    /// <summary>Whether somebody tried with something wrong: guessing looks like this, and is slowed down.</summary>
    public static bool IsAttempt(AuthenticationFailureReason reason)
        => reason is not (AuthenticationFailureReason.Missing or AuthenticationFailureReason.Unavailable);
}
