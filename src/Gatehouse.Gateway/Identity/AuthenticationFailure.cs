using System.Text;

namespace Gatehouse.Gateway.Identity;

/// <summary>An answer to somebody who is not let in. Made when the plugin is built wherever it does not depend on the request.</summary>
/// <param name="reason">For metrics and audit.</param>
/// <param name="message">Kong's text for the client; null = the standard text of the status.</param>
/// <param name="challenge">Value of WWW-Authenticate; null = none.</param>
/// <param name="status">401 unless the check itself could not be made.</param>
internal class AuthenticationFailure(
    AuthenticationFailureReason reason, string? message, string? challenge, int status = 401)
{
    private readonly byte[]? _challenge = challenge is null ? null : Encoding.UTF8.GetBytes(challenge);

    public AuthenticationFailureReason Reason { get; } = reason;

    public int Status { get; } = status;

    public string? Message { get; } = message;

    /// <summary>A JSON body to send instead of the negotiated message, for plugins whose texts are objects in Kong; empty = none.</summary>
    public ReadOnlyMemory<byte> Json { get; init; }

    /// <summary>Value of WWW-Authenticate; empty = none.</summary>
    public ReadOnlySpan<byte> Challenge => _challenge;
}
