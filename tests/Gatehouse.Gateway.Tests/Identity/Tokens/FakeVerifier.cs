using Gatehouse.Core.Exchanges;
using Gatehouse.Gateway.Identity;
using Gatehouse.Gateway.Identity.Tokens;

namespace Gatehouse.Gateway.Tests.Identity.Tokens;

/// <summary>A plugin's verifier: says what it is told to, when it is told to, and counts.</summary>
internal sealed class FakeVerifier : ITokenVerifier
{
    private int _calls;

    public int Calls => Volatile.Read(ref _calls);

    /// <summary>What verification waits for.</summary>
    public Task Gate { get; set; } = Task.CompletedTask;

    /// <summary>What it says of a token.</summary>
    public Func<string, TokenCheck> Say { get; set; } = text => Valid(text);

    public AuthenticationFailure Busy { get; } = new(AuthenticationFailureReason.Unavailable, "busy", null, 503);

    public async ValueTask<TokenCheck> VerifyAsync(ReadOnlyMemory<byte> token)
    {
        Interlocked.Increment(ref _calls);
        await Gate;
        return Say(System.Text.Encoding.ASCII.GetString(token.Span));
    }

    public static VerifiedToken Valid(string id, DateTimeOffset? expires = null, int bytes = 0)
        => new() { Credential = new Proof(id), Bytes = bytes, ExpiresAt = expires };

    private sealed class Proof(string id) : Credential(id)
    {
        public override string Kind => "test";
    }
}
