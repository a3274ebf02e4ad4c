using System.Net;
using System.Net.Http.Json;
using Gatehouse.TestKit.Processes;
using Gatehouse.TestKit.Waiting;

namespace Gatehouse.EndToEnd.Reload;

/// <summary>The three ways to bring a new configuration, and how to see that it serves.</summary>
internal sealed class Reloads(GatehouseProcess gateway) : IDisposable
{
    private readonly HttpClient _client = new();

    /// <summary>Applies in turn by file change, by SIGHUP and by POST /config; returns once every later request sees it.</summary>
    public async Task ApplyAsync(int revision, string declarative)
    {
        switch (revision % 3)
        {
            case 0:
                gateway.WriteDeclarative(declarative);
                break;
            case 1:
                gateway.WriteDeclarative(declarative);
                gateway.Send(Signal.Hangup);
                break;
            default:
                // 429 while a load by another way is still running.
                await Eventually.TrueAsync(async () => await PostAsync(declarative) == HttpStatusCode.Created, "POST /config to be taken");
                break;
        }

        await Eventually.TrueAsync(
            async () => (await _client.GetStringAsync(new Uri(gateway.Proxy, "/revision"))).Contains($"revision {revision}.", StringComparison.Ordinal),
            $"revision {revision}");
    }

    public async Task<HttpStatusCode> PostAsync(string declarative)
    {
        using var answer = await _client.PostAsJsonAsync(new Uri(gateway.Admin, "/config"), new Dictionary<string, string> { ["config"] = declarative });
        return answer.StatusCode;
    }

    public void Dispose() => _client.Dispose();
}
