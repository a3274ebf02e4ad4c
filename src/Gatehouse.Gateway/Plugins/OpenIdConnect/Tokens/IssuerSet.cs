using Gatehouse.Gateway.Identity.OpenId;
using Gatehouse.Protocols.Jose;

namespace Gatehouse.Gateway.Plugins.OpenIdConnect.Tokens;

/// <summary>The issuers of a plugin instance: the one that people log in at, and further ones whose tokens are accepted.</summary>
internal sealed class IssuerSet : IDisposable
{
    private readonly RemoteProviders _registry;
    private readonly RemoteProvider[] _providers;
    private readonly IReadOnlyList<string> _allowed;
    private readonly JwkSet?[] _seen;

    public IssuerSet(OpenIdConnectConfig config, RemoteProviders registry)
    {
        _registry = registry;
        _allowed = config.IssuersAllowed;
        _providers =
        [
            registry.Acquire(ProviderSource.Of(config.Issuer, config.IssuersAllowed, config.VerifyTls)),
            .. config.ExtraIssuers.Select(i => registry.Acquire(ProviderSource.Of(i, [], config.VerifyTls))),
        ];
        _seen = new JwkSet?[_providers.Length];
    }

    /// <summary>The one that people log in at; null when it was out of reach so far.</summary>
    public ValueTask<Provider?> MainAsync() => _providers[0].Current is { } provider ? ValueTask.FromResult<Provider?>(provider) : _providers[0].GetAsync();

    /// <summary>The issuer of that name. None and not unavailable = nobody of that name is trusted.</summary>
    public async ValueTask<(Provider? Provider, bool IsUnavailable)> FindAsync(string? name)
    {
        if (name is null)
        {
            return (null, false);
        }

        bool isUnavailable = false;
        for (int i = 0; i < _providers.Length; i++)
        {
            var remote = _providers[i];
            if (!remote.Source.Accepts(name))
            {
                continue;
            }

            var provider = remote.Current ?? await remote.GetAsync();
            isUnavailable |= provider is null;
            if (provider is not null && Names(provider, i == 0, name))
            {
                return (provider, false);
            }
        }

        return (null, isUnavailable);
    }

    /// <summary>Whether that name is the main provider's, in tokens and answers.</summary>
    public bool IsMain(Provider provider, string? name) => name is not null && Names(provider, isMain: true, name);

    /// <summary>Whether any keys are others than when it was asked last. Costs a few reads; asked with every request.</summary>
    public bool TakeChange()
    {
        bool isChanged = false;
        for (int i = 0; i < _providers.Length; i++)
        {
            var keys = _providers[i].Current?.Keys.Current;
            if (!ReferenceEquals(Volatile.Read(ref _seen[i]), keys))
            {
                Volatile.Write(ref _seen[i], keys);
                isChanged = true;
            }
        }

        return isChanged;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var provider in _providers)
        {
            _registry.Release(provider);
        }
    }

    private bool Names(Provider provider, bool isMain, string name)
        => provider.Metadata.Issuer.Equals(name, StringComparison.Ordinal) || (isMain && _allowed.Contains(name, StringComparer.Ordinal));
}
