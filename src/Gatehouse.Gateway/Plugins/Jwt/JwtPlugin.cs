using System.Buffers;
using System.Text;
using Gatehouse.Core.Exchanges;
using Gatehouse.Core.Http;
using Gatehouse.Core.Plugins;
using Gatehouse.Core.Secrets;
using Gatehouse.Gateway.Identity;
using Gatehouse.Gateway.Identity.Tokens;
using Gatehouse.Protocols.Jose;

namespace Gatehouse.Gateway.Plugins.Jwt;

/// <summary>
/// Lets in who presents a signed token: of a credential of the configuration, as in Kong, or of an issuer whose key set is known. A
/// token that was verified before costs a keyed hash and a look-up; it stays in the request.
/// </summary>
internal sealed class JwtPlugin : AuthenticationPlugin
{
    private const int StackBytes = 1024;

    private readonly JwtSources _sources;
    private readonly JwtReader _reader;
    private readonly TokenScope _tokens;
    private readonly byte[]? _consumerClaim;
    private readonly string _consumerBy;

    public JwtPlugin(JwtConfig config, AuthenticationOptions options, PluginBuildContext context)
        : base(options with { SecretNames = new SecretNames(config.HeaderNames, config.UriParamNames) }, context)
    {
        _sources = new JwtSources(config);
        _consumerClaim = config.ConsumerClaim is { } claim ? Encoding.UTF8.GetBytes(claim) : null;
        _consumerBy = config.ConsumerBy;
        Failures = new JwtFailures(config);
        Rules = new JwtClaimRules(config, Failures);
        SharedKeys = JwtSharedKeys.Build(config, Directory, Node.KeySets);
        _reader = new JwtReader(config, Directory, SharedKeys, Failures);
        _tokens = Node.Tokens.Open(Time);
    }

    public JwtFailures Failures { get; }

    public JwtClaimRules Rules { get; }

    public JwtSharedKeys? SharedKeys { get; }

    public DateTimeOffset Now => Time.GetUtcNow();

    /// <summary>The consumer that a token of a key set is for, null when none is asked for; false when it names nobody.</summary>
    public bool TryFindConsumer(JwtClaims claims, out KnownConsumer? consumer)
    {
        consumer = null;
        if (_consumerClaim is null)
        {
            return true;
        }

        var name = claims.Root[_consumerClaim];
        consumer = name.GetString() is not { Length: > 0 } text ? null : _consumerBy switch
        {
            "custom_id" => Directory.FindByCustomId(text),
            "id" => Directory.FindConsumer(text),
            _ => Directory.FindByUsername(text),
        };
        return consumer is not null;
    }

    /// <inheritdoc/>
    public override ValueTask DisposeAsync()
    {
        _tokens.Dispose();
        SharedKeys?.Dispose();
        return base.DisposeAsync();
    }

    /// <inheritdoc/>
    protected override bool CanBeGuessed => false;

    /// <inheritdoc/>
    protected override ValueTask<AuthenticationOutcome> AuthenticateAsync(Exchange exchange)
    {
        int scratch = _sources.ScratchOf(exchange.Request);
        byte[]? rented = scratch > StackBytes ? ArrayPool<byte>.Shared.Rent(scratch) : null;
        var search = new TokenSearch(rented ?? stackalloc byte[StackBytes]);
        _sources.Search(exchange.Request, ref search);
        var pending = search.IsSeveral ? ValueTask.FromResult<AuthenticationOutcome>(Failures.Several)
            : search.Token.IsEmpty ? ValueTask.FromResult<AuthenticationOutcome>(Failures.Missing)
            : Check(exchange, search.Token);
        if (rented is not null)
        {
            ArrayPool<byte>.Shared.Return(rented, clearArray: true);
        }

        return pending;
    }

    private ValueTask<AuthenticationOutcome> Check(Exchange exchange, ReadOnlySpan<byte> token)
    {
        var digest = SecretDigest.Local(token);
        if (_tokens.Find(in digest) is { } known)
        {
            if (known.Prepared is not JoseKey key || SharedKeys!.Has(key))
            {
                return ValueTask.FromResult(LetIn(exchange, known));
            }

            // The issuer has withdrawn a key.
            _tokens.Forget();
        }

        // One copy, out of the connection's buffer; a head of a request is bounded, and so is its token.
        byte[] copy = token.ToArray();
        if (_reader.Read(copy, out var reading) is { } failure)
        {
            return ValueTask.FromResult<AuthenticationOutcome>(failure);
        }

        var pending = _tokens.VerifyAsync(in digest, copy, new JwtVerification(this, reading));
        return pending.IsCompletedSuccessfully
            ? ValueTask.FromResult(Conclude(exchange, pending.GetAwaiter().GetResult()))
            : AwaitAsync(exchange, pending);
    }

    private static async ValueTask<AuthenticationOutcome> AwaitAsync(Exchange exchange, ValueTask<TokenCheck> pending)
        => Conclude(exchange, await pending);

    private static AuthenticationOutcome Conclude(Exchange exchange, TokenCheck check)
        => check.Token is { } token ? LetIn(exchange, token) : check.Failure!;

    private static AuthenticationOutcome LetIn(Exchange exchange, VerifiedToken token)
    {
        exchange.Claims = token.Claims;
        return AuthenticationOutcome.Success(token.Consumer, token.Credential);
    }
}
