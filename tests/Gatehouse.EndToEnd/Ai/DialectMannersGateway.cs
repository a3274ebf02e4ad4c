using System.Text;
using Gatehouse.TestKit.Processes;
using Xunit;

namespace Gatehouse.EndToEnd.Ai;

/// <summary>A gateway that has nothing but the sandbox.</summary>
public sealed class DialectMannersGateway : IAsyncLifetime, IDisposable
{
    private const string Declarative = """
        _format_version: "3.0"
        routes:
        - {name: ai, paths: [/], strip_path: false, plugins: [{name: ai-gateway}]}
        ai_providers: [{name: sandbox, type: sandbox}]
        ai_models: [{name: sandbox, deployments: [{provider: sandbox, model: sandbox}]}]
        """;

    private readonly HttpClient _client = new();
    private GatehouseProcess _gateway = null!;

    public async Task InitializeAsync() => _gateway = await GatehouseProcess.StartAsync(new GatehouseOptions { Declarative = Declarative });

    public async Task DisposeAsync() => await _gateway.DisposeAsync();

    public void Dispose() => _client.Dispose();

    public async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, string? body)
    {
        using var request = new HttpRequestMessage(method, new Uri(_gateway.Proxy, path));
        request.Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json");
        return await _client.SendAsync(request);
    }
}
