using System.Collections.Concurrent;
using Gatehouse.Ai.Caching;
using Gatehouse.Ai.Compliance.Conversations;
using Gatehouse.Ai.Configuration;
using Gatehouse.Ai.Observability;
using Gatehouse.Ai.Providers;
using Gatehouse.Ai.Providers.Sandbox;
using Gatehouse.Ai.Selection;
using Gatehouse.Ai.Surfaces;
using Gatehouse.Ai.Transport;
using Gatehouse.Gateway.Observability;
using Gatehouse.Gateway.Outbound.Streams;

namespace Gatehouse.Ai.Pipeline;

/// <summary>What the LLM gateway has for the life of the node: the health of deployments, sticky conversations, the books, and who handles what.</summary>
internal sealed class AiNode : IAsyncDisposable
{
    private readonly Dictionary<string, Surface> _surfaces;
    private readonly ConcurrentDictionary<TimeSpan, StickyClasses> _sticky = new();
    private readonly AiBooks? _books;

    /// <param name="client">Makes calls to vendors.</param>
    /// <param name="books">Where attempts are accounted for, the node's; null on a trial, which answers nobody.</param>
    /// <param name="version">The gateway's version.</param>
    /// <param name="time">The clock.</param>
    /// <param name="observability">Where metrics are declared and records go; null on a trial.</param>
    public AiNode(LoopHttpClient client, AiBooks? books, string version, TimeProvider time, ObservabilityServices? observability = null)
    {
        Time = time;
        Version = version;
        _books = books;
        Surface[] surfaces = Dialects.Surfaces();
        _surfaces = surfaces.ToDictionary(s => s.Name, StringComparer.Ordinal);
        var deployments = new DeploymentRegistry(time);
        Watcher = observability is null ? null : new CallWatcher(
            new AiMetrics(observability.Metrics.Registry, () => books?.IfOpen, deployments), new LlmAudit(observability.Audit, time), time);
        Directories = new DirectoryCache(Dialects.Providers(time), deployments, address => TransportTo(address, client, time), time);
        var classifier = new Classifier(lifetime => _sticky.GetOrAdd(lifetime, static (l, t) => new StickyClasses(t, l), time));
        var open = OpenPolicy.Create(time);
        var book = new LedgerBook(books!, time);
        var runner = new AttemptRunner(book, Random.Shared.NextDouble, time);
        var kept = new MemoryAnswerCache(time);
        observability?.Metrics.Registry.AddCollector(new CacheMetrics(kept));
        Chat = new ChatHandler(runner, classifier, new ResponseCache(() => books?.Redis, kept, book, time), open, time);
        Embeddings = new EmbeddingsHandler(runner, open);
        CountTokens = new CountTokensHandler(classifier, open);
        Info = new InfoHandler(version, [.. surfaces.Select(s => s.Name)], new RedisProbe(() => books?.Redis, time), () => books?.IsAccepting ?? true, time);
    }

    /// <summary>Where attempts are accounted for; null on a trial.</summary>
    public AiBooks? Books => _books;

    /// <summary>Watches requests; null on a trial.</summary>
    public CallWatcher? Watcher { get; }

    public TimeProvider Time { get; }

    public string Version { get; }

    public DirectoryCache Directories { get; }

    public ChatHandler Chat { get; }

    public EmbeddingsHandler Embeddings { get; }

    public CountTokensHandler CountTokens { get; }

    public InfoHandler Info { get; }

    /// <summary>A dialect by its name in configurations.</summary>
    public Surface SurfaceOf(string name) => _surfaces[name];

    /// <summary>Completes when the budgets of a directory count.</summary>
    public Task UseAsync(AiDirectory directory) => directory.Activate(_books);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _books?.DisposeAsync() ?? default;

    private static IVendorTransport TransportTo(ProviderAddress address, LoopHttpClient client, TimeProvider time)
        => address.Kind == ProviderKind.Sandbox
            ? new SandboxTransport(time)
            : new LoopTransport(client, client.Open(address.Url, new LoopHttpTls { Verify = address.VerifiesTls }));
}
