using Gatehouse.Core.Exchanges;

namespace Gatehouse.Gateway.Identity;

/// <summary>What an authentication plugin found out about a request.</summary>
internal readonly struct AuthenticationOutcome
{
    private AuthenticationOutcome(KnownConsumer? consumer, Credential? credential, AuthenticationFailure? failure, ConsumerCredential? refused = null)
        => (Consumer, Credential, Failure, Refused) = (consumer, credential, failure, refused);

    /// <summary>The plugin has nothing to say: neither let in nor refused (a session plugin without a session; an answer already given).</summary>
    public static AuthenticationOutcome Nothing => default;

    /// <summary>Whose credential it is; null when it belongs to no consumer.</summary>
    public KnownConsumer? Consumer { get; }

    /// <summary>What was verified; null unless somebody was let in.</summary>
    public Credential? Credential { get; }

    /// <summary>Why nobody was let in; null otherwise.</summary>
    public AuthenticationFailure? Failure { get; }

    /// <summary>The credential that was presented and is good no more, for the audit record only; null where none was recognised.</summary>
    public ConsumerCredential? Refused { get; }

    /// <summary>Nobody is let in: what was presented is a credential of the configuration whose time is over.</summary>
    public static AuthenticationOutcome Expired(AuthenticationFailure failure, ConsumerCredential credential) => new(null, null, failure, credential);

    /// <summary>Somebody is let in with a credential of the configuration.</summary>
    public static AuthenticationOutcome Success(ConsumerCredential credential) => new(credential.Consumer, credential, null);

    /// <summary>Somebody is let in with a credential from elsewhere.</summary>
    public static AuthenticationOutcome Success(KnownConsumer? consumer, Credential credential) => new(consumer, credential, null);

    public static implicit operator AuthenticationOutcome(AuthenticationFailure failure) => new(null, null, failure);
}
