using System.Diagnostics.CodeAnalysis;
using Gatehouse.Core.Plugins;
using Gatehouse.Gateway.Plugins.Acl;
using Gatehouse.Gateway.Plugins.AdaptiveConcurrency;
using Gatehouse.Gateway.Plugins.BasicAuth;
using Gatehouse.Gateway.Plugins.BotDetection;
using Gatehouse.Gateway.Plugins.CorrelationId;
using Gatehouse.Gateway.Plugins.Cors;
using Gatehouse.Gateway.Plugins.FileLog;
using Gatehouse.Gateway.Plugins.HmacAuth;
using Gatehouse.Gateway.Plugins.HttpLog;
using Gatehouse.Gateway.Plugins.IpRestriction;
using Gatehouse.Gateway.Plugins.Jwt;
using Gatehouse.Gateway.Plugins.KeyAuth;
using Gatehouse.Gateway.Plugins.MtlsAuth;
using Gatehouse.Gateway.Plugins.OAuth2;
using Gatehouse.Gateway.Plugins.Opa;
using Gatehouse.Gateway.Plugins.OpenIdConnect;
using Gatehouse.Gateway.Plugins.Policy;
using Gatehouse.Gateway.Plugins.Prometheus;
using Gatehouse.Gateway.Plugins.RateLimiting;
using Gatehouse.Gateway.Plugins.Rbac;
using Gatehouse.Gateway.Plugins.RequestSizeLimiting;
using Gatehouse.Gateway.Plugins.RequestTermination;
using Gatehouse.Gateway.Plugins.ResponseRateLimiting;
using Gatehouse.Gateway.Plugins.Scope;
using Gatehouse.Gateway.Plugins.Session;
using Gatehouse.Gateway.Plugins.SigV4Auth;

namespace Gatehouse.Gateway.Plugins;

/// <summary>The plugins this gateway has. A new one is a new line here.</summary>
public sealed class BuiltInPlugins : IPluginCatalog
{
    private readonly Dictionary<string, IPluginFactory> _byName;

    /// <param name="others">Factories from other rooms, for example the AI gateway.</param>
    public BuiltInPlugins(params IEnumerable<IPluginFactory> others)
    {
        IPluginFactory[] own =
        [
            new CorrelationIdFactory(),
            new BotDetectionFactory(),
            new CorsFactory(),
            new MtlsAuthFactory(),
            new KeyAuthFactory(),
            new JwtFactory(),
            new HmacAuthFactory(),
            new SigV4AuthFactory(),
            new OAuth2Factory(),
            new SessionFactory(),
            new BasicAuthFactory(),
            new IpRestrictionFactory(),
            new RequestSizeLimitingFactory(),
            new AclFactory(),
            new OpenIdConnectFactory(),
            new ScopeFactory(),
            new RbacFactory(),
            new PolicyFactory(),
            new OpaFactory(),
            new RateLimitingFactory(),
            new ResponseRateLimitingFactory(),
            new PrometheusFactory(),
            new HttpLogFactory(),
            new FileLogFactory(),
            new AdaptiveConcurrencyFactory(),
            new RequestTerminationFactory(),
        ];
        Factories = [.. own.Concat(others).OrderByDescending(f => f.Descriptor.Priority)];
        Descriptors = [.. Factories.Select(f => f.Descriptor)];
        _byName = Factories.ToDictionary(f => f.Descriptor.Name, StringComparer.Ordinal);
    }

    /// <summary>All factories, highest priority first.</summary>
    public IReadOnlyList<IPluginFactory> Factories { get; }

    /// <inheritdoc/>
    public IReadOnlyList<PluginDescriptor> Descriptors { get; }

    /// <inheritdoc/>
    public bool TryGet(string name, [NotNullWhen(true)] out PluginDescriptor? descriptor)
    {
        descriptor = TryGetFactory(name, out var factory) ? factory.Descriptor : null;
        return descriptor is not null;
    }

    /// <summary>Finds a factory by plugin name.</summary>
    public bool TryGetFactory(string name, [NotNullWhen(true)] out IPluginFactory? factory)
        => _byName.TryGetValue(name, out factory);
}
