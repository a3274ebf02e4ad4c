using System.Text;
using Gatehouse.EndToEnd.Ai.Vendors;
using Gatehouse.TestKit.Processes;
using Xunit;

namespace Gatehouse.EndToEnd.Ai;

/// <summary>
/// A gateway before vendors that break off where a test says. Models: <c>NAME-alone</c> has one deployment and one attempt, <c>NAME-backed</c> another deployment
/// behind it that always answers.
/// </summary>
public sealed class VendorFaults : IAsyncLifetime
{
    internal VendorSet Vendors { get; } = new();

    /// <summary>The vendor behind the others.</summary>
    internal FakeVendor Backup { get; } = new OpenAiVendor();

    internal GatehouseProcess Gateway { get; private set; } = null!;

    internal HttpClient Client { get; } = new() { Timeout = TimeSpan.FromSeconds(20) };

    public async Task InitializeAsync()
    {
        Backup.Script = static _ => VendorPlay.Saying("backup");
        var models = new StringBuilder("- {name: spare, retries: 0, deployments: [{provider: backup, model: gpt-plain, price: {input: 1, output: 2}}]}\n");
        foreach (var vendor in Vendors.All)
        {
            vendor.ClosesConnections = true;
            string deployment = $"{{provider: {vendor.Name}, model: \"{VendorSet.ModelOf(vendor.Name)}\", name: {vendor.Name}, cooldown: 0, price: {{input: 1, output: 2}}}}";
            models.Append($"- {{name: {vendor.Name}-alone, retries: 0, deployments: [{deployment}]}}\n");
            models.Append($"- {{name: {vendor.Name}-backed, retries: 1, deployments: [{deployment}, {{provider: backup, model: gpt-plain, name: backup, priority: 1, cooldown: 0, price: {{input: 1, output: 2}}}}]}}\n");
        }

        Gateway = await GatehouseProcess.StartAsync(new GatehouseOptions
        {
            Declarative = $$"""
                _format_version: "3.0"
                routes:
                - {name: ai, paths: [/], strip_path: false, plugins: [{name: ai-gateway}]}
                ai_providers:
                {{VendorSet.Provider(Backup, "backup")}}{{string.Concat(Vendors.All.Select(v => VendorSet.Provider(v)))}}
                ai_models:
                {{models}}
                """,
            Environment = VendorSet.Environment,
        });
    }

    public async Task DisposeAsync()
    {
        Client.Dispose();
        if (Gateway is not null)
        {
            await Gateway.DisposeAsync();
        }

        await Vendors.DisposeAsync();
        await Backup.DisposeAsync();
    }

    internal async Task<FaultAnswer> AskAsync(string path, string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await Client.PostAsync(new Uri(Gateway.Proxy, path), content);
        return new FaultAnswer(
            (int)response.StatusCode,
            Encoding.Latin1.GetString(await response.Content.ReadAsByteArrayAsync()),
            response.Headers.GetValues("X-Kong-Request-Id").Single(),
            response.Headers.TryGetValues("x-should-retry", out var values) ? values.Single() : null);
    }
}
