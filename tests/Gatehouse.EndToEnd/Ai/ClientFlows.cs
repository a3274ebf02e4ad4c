using System.Text;
using System.Text.Json.Nodes;
using Gatehouse.EndToEnd.Ai.Vendors;
using Gatehouse.TestKit;
using Gatehouse.TestKit.Processes;
using Xunit;

namespace Gatehouse.EndToEnd.Ai;

/// <summary>
/// A gateway before one scripted vendor of every dialect and the sandbox, and what the unmodified npm clients saw of it: each client runs once,
/// all its flows against all providers.
/// </summary>
public sealed class ClientFlows : IAsyncLifetime
{
    public const string Key = "key-of-the-client";

    private const string AwsId = "AKIDOFTHECLIENT", AwsSecret = "secret/of+the/client";

    internal static readonly string[] Surfaces = ["openai", "anthropic", "ollama", "bedrock"];

    internal static readonly string[] Providers = ["openai", "anthropic", "bedrock", "ollama", "sandbox"];

    private readonly Dictionary<(string Surface, string Provider, string Flow), Observation> _seen = [];

    internal VendorSet Vendors { get; } = new();

    internal GatehouseProcess Gateway { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        foreach (var vendor in Vendors.All)
        {
            vendor.Script = new Scripts(vendor.Name).Play;
        }

        Gateway = await GatehouseProcess.StartAsync(new GatehouseOptions { Declarative = Document(), Environment = VendorSet.Environment, ProxyFlags = "http2" });
        foreach (var observation in (await Task.WhenAll(Surfaces.Select(RunAsync))).SelectMany(o => o))
        {
            _seen[(observation.Surface, observation.Provider, observation.Flow)] = observation;
        }

        Console.WriteLine(Table());
    }

    public async Task DisposeAsync()
    {
        if (Gateway is not null)
        {
            await Gateway.DisposeAsync();
        }

        await Vendors.DisposeAsync();
    }

    /// <summary>What was seen, as JSON; fails with what went wrong.</summary>
    internal string ValueOf(string surface, string provider, string flow)
    {
        var seen = _seen[(surface, provider, flow)];
        return seen.Value ?? throw new Xunit.Sdk.XunitException($"{surface} → {provider}, {flow}: {seen.Error}");
    }

    /// <summary>Clients in rows, providers in columns, and what works of the five flows that all of them have.</summary>
    internal string Table()
    {
        var table = new StringBuilder("client \\ provider").Append(string.Concat(Providers.Select(p => $" | {p,-28}"))).Append('\n');
        foreach (string surface in Surfaces)
        {
            table.Append($"{surface,-17}");
            foreach (string provider in Providers)
            {
                var marks = ClientMatrixTests.Flows.Select(f => _seen.TryGetValue((surface, provider, f), out var seen) && seen.Value == Expectations.Of(surface, provider, f) ? f : $"!{f}");
                table.Append($" | {string.Join(' ', marks).Replace("tool-stream", "t-str", StringComparison.Ordinal).Replace("json_schema", "json", StringComparison.Ordinal),-28}");
            }

            table.Append('\n');
        }

        return table.ToString();
    }

    private string Document()
    {
        var models = new StringBuilder("- {name: sandbox, deployments: [{provider: sandbox, model: sandbox}]}\n- {name: sandbox-embed, kind: embedding, deployments: [{provider: sandbox, model: sandbox}]}\n");
        foreach (var vendor in Vendors.All)
        {
            models.Append(ModelLine(vendor.Name, vendor.Name, VendorSet.ModelOf(vendor.Name)));
            foreach (string mood in Scripts.Moods)
            {
                models.Append(ModelLine($"{vendor.Name}-{mood}", vendor.Name, VendorSet.ModelOf(vendor.Name, mood)));
            }

            // What is refused the first time is refused to each client.
            foreach (string surface in Surfaces)
            {
                models.Append(ModelLine($"{vendor.Name}-flaky-{surface}", vendor.Name, VendorSet.ModelOf(vendor.Name, $"flaky-{surface}")));
            }

            string embedding = vendor.Name == "bedrock" ? "cohere.embed-multilingual-v3" : VendorSet.ModelOf(vendor.Name, "embed");
            models.Append($"- {{name: {vendor.Name}-embed, kind: embedding, deployments: [{{provider: {vendor.Name}, model: \"{embedding}\"}}]}}\n");
        }

        return $$$"""
            _format_version: "3.0"
            consumers:
            - username: sdk
              keyauth_credentials: [{key: {{{Key}}}}]
              hmacauth_credentials: [{username: {{{AwsId}}}, secret: {{{AwsSecret}}}}]
            routes:
            - {name: signed, paths: [/model/], strip_path: false, plugins: [{name: sigv4-auth}, {name: ai-gateway}]}
            - {name: keyed, paths: [/v1/, /api/, /keyed/], strip_path: false,
               plugins: [{name: key-auth, config: {key_names: [authorization, x-api-key], bearer: true}}, {name: ai-gateway}]}
            ai_providers:
            - {name: sandbox, type: sandbox}
            {{{string.Concat(Vendors.All.Select(v => VendorSet.Provider(v)))}}}
            ai_models:
            {{{models}}}
            """;
    }

    // The client's own repetitions are looked at here, so that the gateway makes none.
    private static string ModelLine(string name, string provider, string model)
        => $"- {{name: {name}, retries: 0, deployments: [{{provider: {provider}, model: \"{model}\", price: {{input: 1, output: 2}}}}]}}\n";

    private async Task<List<Observation>> RunAsync(string surface)
    {
        await using var client = ChildProcess.Start("node", [$"{surface}.mjs"], new Dictionary<string, string>
        {
            ["GATEWAY"] = $"http://127.0.0.1:{Gateway.Ports.Proxy}",
            ["KEY"] = Key,
            ["PROVIDERS"] = string.Join(',', Providers),
            ["AWS_KEY_ID"] = AwsId,
            ["AWS_SECRET"] = AwsSecret,
        }, RepositoryRoot.Combine("tests", "Gatehouse.EndToEnd", "AiClients"));
        await client.WaitForExitAsync(TimeSpan.FromSeconds(100));
        var seen = client.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(Parse).ToList();
        return seen.Exists(o => o.Flow == "over") ? seen : throw new InvalidOperationException($"{surface}.mjs ended early: {client.Output}{client.Error}");
    }

    private static Observation Parse(string line)
    {
        var json = JsonNode.Parse(line)!;
        return new Observation((string)json["surface"]!, (string)json["provider"]!, (string)json["flow"]!, json["value"]?.ToJsonString(), (string?)json["error"]);
    }
}
