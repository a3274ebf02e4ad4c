using Gatehouse.Gateway.Identity.Keys;
using Gatehouse.Gateway.Outbound;
using Microsoft.Extensions.Logging;

namespace Gatehouse.Gateway.Identity.OpenId;

/// <summary>A provider by its discovery document, kept fresh in the background together with its keys. Any thread may ask it.</summary>
internal sealed class RemoteProvider : ISharedRemote<ProviderSource>
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(5);

    private readonly RemoteKeySets _keySets;
    private readonly TimeProvider _time;
    private readonly RemoteDocument<ProviderMetadata> _document;
    private readonly Lock _lock = new();
    private volatile Provider? _current;
    private bool _isDisposed;

    public RemoteProvider(ProviderSource source, OutboundClient client, RemoteKeySets keySets, TimeProvider time, ILogger logger)
    {
        Source = source;
        _keySets = keySets;
        _time = time;
        var request = new OutboundRequest { Url = source.Discovery, VerifyTls = source.VerifyTls, MaxResponseBytes = ProviderMetadata.MaximumBytes };
        _document = new RemoteDocument<ProviderMetadata>(
            client, request, json => ProviderMetadata.Read(json, source), RemoteDocumentOptions.Default, time, logger)
        {
            Changed = Take,
        };
    }

    /// <inheritdoc/>
    public ProviderSource Source { get; }

    /// <summary>The provider; null until its description was read once.</summary>
    public Provider? Current => _current;

    /// <inheritdoc/>
    public void Start() => _document.Start();

    /// <summary>The provider; where it is not known yet, waits 5 s at most for the attempt that is under way. Null = out of reach.</summary>
    public async ValueTask<Provider?> GetAsync()
    {
        if (_current is null && _document.Pending is { } fetch)
        {
            try
            {
                await fetch.WaitAsync(LongestWait, _time);
            }
            catch (TimeoutException)
            {
                return _current;
            }
        }

        return _current;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _document.Dispose();
        lock (_lock)
        {
            _isDisposed = true;
            if (_current is { } provider)
            {
                _keySets.Release(provider.Keys);
            }
        }
    }

    private void Take(ProviderMetadata metadata)
    {
        lock (_lock)
        {
            if (_isDisposed)
            {
                return;
            }

            var previous = _current;
            var source = new KeySource(metadata.Keys.Url, metadata.Keys.Reach, Source.VerifyTls);
            if (previous is not null && previous.Keys.Source == source)
            {
                _current = new Provider(metadata, previous.Keys);
                return;
            }

            _current = new Provider(metadata, _keySets.Acquire(source));
            if (previous is not null)
            {
                _keySets.Release(previous.Keys);
            }
        }
    }
}
