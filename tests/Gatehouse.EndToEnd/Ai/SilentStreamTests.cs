using System.Net.Http.Json;
using Gatehouse.TestKit.Processes;
using Xunit;

namespace Gatehouse.EndToEnd.Ai;

/// <summary>A stream whose vendor is silent for a while.</summary>
public sealed class SilentStreamTests
{
    private const string Declarative = """
        _format_version: "3.0"
        routes:
        - name: ai
          paths: [/v1/]
          strip_path: false
          plugins:
          - {name: ai-gateway, config: {keepalive_interval: 50}}
        - name: never
          paths: [/never/v1/]
          strip_path: false
          plugins:
          - {name: ai-gateway, config: {keepalive_interval: 0}}
        ai_providers: [{name: sandbox, type: sandbox}]
        ai_models: [{name: sandbox, deployments: [{provider: sandbox, model: sandbox}]}]
        """;

    [Theory]
    [InlineData("/v1/chat/completions", true)]
    [InlineData("/never/v1/chat/completions", false)]
    public async Task Client_hears_something_while_the_vendor_is_silent(string path, bool hears)
    {
        await using var gateway = await GatehouseProcess.StartAsync(new GatehouseOptions { Declarative = Declarative });
        using var client = new HttpClient();
        var ask = new { model = "sandbox", stream = true, messages = new[] { new { role = "user", content = "[[sandbox tokens=2 gap=400]]" } } };

        using var answer = await client.PostAsJsonAsync(new Uri(gateway.Proxy, path), ask);
        string body = await answer.Content.ReadAsStringAsync();

        Assert.Equal(hears, body.Contains("\n:", StringComparison.Ordinal));
        Assert.EndsWith("data: [DONE]\n\n", body, StringComparison.Ordinal);
        Assert.Contains("\"content\":\"token\"", body, StringComparison.Ordinal);
    }
}
