using System.Buffers;
using System.Text.Json;
using Gatehouse.Ai.Configuration;
using Gatehouse.Ai.Providers;
using Gatehouse.Ai.Selection;
using Gatehouse.Ai.Surfaces;
using Gatehouse.Core.Exchanges;

namespace Gatehouse.Ai.Pipeline;

/// <summary>Tells about the gateway itself: only of models that the client may use, and never a secret.</summary>
internal sealed class InfoHandler(string version, IReadOnlyList<string> surfaces, RedisProbe redis, Func<bool> isLedgerWritable, TimeProvider time)
{
    private readonly long _started = time.GetTimestamp();

    /// <summary>Handles a request.</summary>
    public async ValueTask HandleAsync(Exchange exchange, AiCall call, AiScope scope, InfoEndpoint endpoint)
    {
        var info = InfoOf(call, scope);
        if (endpoint.AsksRedis)
        {
            info = info with { Redis = await redis.AskAsync() };
        }

        var output = new ArrayBufferWriter<byte>();
        int status;
        using (var json = new Utf8JsonWriter(output))
        {
            status = endpoint.Write(info, json);
        }

        exchange.Respond(status, "application/json", output.WrittenMemory);
    }

    private GatewayInfo InfoOf(AiCall call, AiScope scope)
    {
        var models = scope.Directory.Models.Where(m => scope.Offers(m, call)).ToList();
        return new GatewayInfo
        {
            Version = version,
            Now = call.Time,
            Uptime = time.GetElapsedTime(_started),
            Catalog = scope.CatalogFor(call, version),
            Providers = [.. models.SelectMany(m => m.Deployments, (m, d) => (Model: m, Deployment: d)).GroupBy(p => p.Deployment.Provider)
                .Select(g => CardOf(g.Key, g.Select(p => CardOf(p.Model, p.Deployment, call.Time))))],
            Policy = scope.Policy?.Name,
            Actions = scope.Policy is { } policy
                ? [.. policy.Compliance.Classes.All.Select(c => KeyValuePair.Create(c.Name, policy.Compliance.ActionOf(c).ToString().ToLowerInvariant()))]
                : [],
            Routing = [.. models.Select(m => new RoutingCard(
                m.Name, m.Order.ToString().ToLowerInvariant(), m.Retries, [.. m.Deployments.Select(d => d.Name)], m.Fallbacks))],
            Surfaces = surfaces,
            IsLedgerWritable = isLedgerWritable(),
        };
    }

    private static ProviderCard CardOf(ProviderState provider, IEnumerable<DeploymentCard> deployments) => new(provider.Name, ProviderDefaults.TypeOf(provider.Address.Kind))
    {
        Endpoint = provider.Address.Kind == ProviderKind.Sandbox ? null : provider.Address.Url.GetLeftPart(UriPartial.Authority),
        IsPrivate = provider.IsPrivate,
        Region = provider.Address.Region,
        HasCredential = provider.Address.ApiKey is not null || provider.Address.AwsAccessKeyId is not null,
        DataClasses = provider.DataClasses,
        Deployments = [.. deployments],
    };

    private static DeploymentCard CardOf(ModelState model, Deployment deployment, DateTimeOffset now)
    {
        var rates = deployment.Prices?.At(now).Rates;
        return new DeploymentCard(deployment.Name, model.Name, deployment.Vendor.Id)
        {
            IsHealthy = !deployment.Health.IsResting,
            RestsForSeconds = deployment.Health.RestsFor.TotalSeconds,
            InFlight = deployment.Health.InFlight,
            FirstTokenMilliseconds = double.IsNaN(deployment.Health.FirstTokenSeconds) ? null : Math.Round(deployment.Health.FirstTokenSeconds * 1000, 1),
            InputPrice = rates?.Input,
            OutputPrice = rates?.Output,
        };
    }
}
