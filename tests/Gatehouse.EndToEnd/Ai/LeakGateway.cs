using System.Text;
using Gatehouse.EndToEnd.Ai.Vendors;
using Gatehouse.TestKit.Processes;
using Xunit;

namespace Gatehouse.EndToEnd.Ai;

/// <summary>
/// A hospital's gateway: four public vendors that answer at once, two private ones that fail as they like. Everything that could carry a request elsewhere is
/// on: retries, fallbacks, hedging, caches, streams.
/// </summary>
public sealed class LeakGateway : IAsyncLifetime
{
    internal VendorSet Public { get; } = new();

    internal FakeVendor PrivateOllama { get; } = new OllamaVendor();

    internal FakeVendor PrivateOpenAi { get; } = new OpenAiVendor();

    internal GatehouseProcess Gateway { get; private set; } = null!;

    internal HttpClient Client { get; } = new() { Timeout = TimeSpan.FromSeconds(30) };

    public async Task InitializeAsync()
    {
        foreach (var vendor in Public.All)
        {
            // What came in goes out again, so that restored values can be looked for.
            vendor.Script = static ask => VendorPlay.Saying([.. Echo(ask)]);
        }

        string deployments = string.Join(", ", Public.All.Select(v => $"{{provider: {v.Name}, model: \"{VendorSet.ModelOf(v.Name)}\", cooldown: 0}}"));
        const string PrivateOnes = "{provider: private-ollama, model: llama-plain, priority: 1, cooldown: 0}, {provider: private-openai, model: gpt-plain, priority: 2, cooldown: 0}";
        string embeddings = string.Join(", ", Public.All.Where(v => v.Name != "anthropic").Select(v => $"{{provider: {v.Name}, model: \"{(v.Name == "bedrock" ? "cohere.embed-multilingual-v3" : "embed")}\", cooldown: 0}}"));
        string providers = string.Concat(Public.All.Select(v => VendorSet.Provider(v, more: ", private: false")))
            + VendorSet.Provider(PrivateOllama, "private-ollama", ", private: true") + VendorSet.Provider(PrivateOpenAi, "private-openai", ", private: true");
        Gateway = await GatehouseProcess.StartAsync(new GatehouseOptions
        {
            Declarative = $$$"""
                _format_version: "3.0"
                plugins: [{name: prometheus, config: {status_code_metrics: true, latency_metrics: true, bandwidth_metrics: true}}]
                routes:
                - {name: small, paths: [/small/], strip_path: true, plugins: [{name: ai-gateway, config: {policy: small}}]}
                - {name: ward, paths: [/ward/], strip_path: true, plugins: [{name: ai-gateway, config: {policy: hospital, data_class: phi}}]}
                - {name: ai, paths: [/], strip_path: false, plugins: [{name: ai-gateway, config: {policy: hospital}}]}
                ai_providers:
                {{{providers}}}
                ai_models:
                - {name: mixed, retries: 3, hedge_after: 1, cache: true, fallbacks: [outside], deployments: [{{{deployments}}}, {{{PrivateOnes}}}]}
                - {name: outside, retries: 3, hedge_after: 1, cache: true, deployments: [{{{deployments}}}]}
                - {name: embedder, kind: embedding, retries: 3, hedge_after: 1, cache: true, fallbacks: [outside-embedder], deployments: [{{{embeddings}}}, {{{PrivateOnes}}}]}
                - {name: outside-embedder, kind: embedding, retries: 3, deployments: [{{{embeddings}}}]}
                ai_policies:
                - {name: hospital, rules: [{class: phi, action: restrict}, {class: pii, action: redact}], strict: true}
                - {name: small, max_characters: 1000, rules: [{class: phi, action: restrict}]}
                """,
            Environment = VendorSet.Environment,
            Node = new Dictionary<string, string> { ["log_level"] = "debug" },
        });
    }

    public async Task DisposeAsync()
    {
        Client.Dispose();
        if (Gateway is not null)
        {
            await Gateway.DisposeAsync();
        }

        await Public.DisposeAsync();
        await PrivateOllama.DisposeAsync();
        await PrivateOpenAi.DisposeAsync();
    }

    internal async Task<(int Status, string Text)> AskAsync(string path, string body, string? declared = null, string? conversation = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(Gateway.Proxy, path)) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.Add("X-Gatehouse-Explain", "1");
        if (declared is not null)
        {
            request.Headers.Add("X-Gatehouse-Data-Class", declared);
        }

        if (conversation is not null)
        {
            request.Headers.Add("X-Gatehouse-Conversation", conversation);
        }

        using var response = await Client.SendAsync(request);
        string head = string.Concat(response.Headers.Select(h => $"{h.Key}: {string.Join(',', h.Value)}\n"));
        return ((int)response.StatusCode, head + Encoding.Latin1.GetString(await response.Content.ReadAsByteArrayAsync()));
    }

    private static IEnumerable<string> Echo(VendorAsk ask)
    {
        string text = ask.Message.Text;
        for (int at = 0; at < text.Length; at += 7)
        {
            yield return text.Substring(at, Math.Min(7, text.Length - at));
        }
    }
}
