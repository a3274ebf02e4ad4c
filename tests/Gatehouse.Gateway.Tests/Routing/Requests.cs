using System.Text;
using Gatehouse.Core.Configuration;
using Gatehouse.Gateway.Hygiene;
using Gatehouse.Gateway.Routing;
using Xunit;

namespace Gatehouse.Gateway.Tests.Routing;

/// <summary>Short ways to make routers and ask them.</summary>
internal static class Requests
{
    public static Router Router(RouterFlavor flavor, params RouteConfig[] routes) => Router(new RouterSettings { Flavor = flavor }, routes);

    public static Router Router(RouterSettings settings, params RouteConfig[] routes)
    {
        var errors = new List<ConfigError>();
        var router = Gateway.Routing.Router.Build(routes, [], settings, errors);
        Assert.Empty(errors);
        return router;
    }

    public static Router Router(params RouteConfig[] routes) => Router(RouterFlavor.TraditionalCompatible, routes);

    public static string? NameFor(this Router router, TestRequest request)
        => router.Match(request).Route?.Config.Name;

    public static RouteMatch Match(this Router router, TestRequest request)
    {
        byte[] path = Normalise(request.Path);
        var query = new RouteQuery
        {
            Method = Encoding.UTF8.GetBytes(request.Method),
            Authority = Encoding.UTF8.GetBytes(request.Host),
            Path = path,
            Headers = request.Headers,
            IsTls = request.IsTls,
            ServerName = request.ServerName,
            ListenerPort = request.ListenerPort,
        };
        var match = default(RouteMatch);
        Assert.Equal(router.TryMatch(query, ref match), match.Route is not null);
        return match;
    }

    public static byte[] Normalise(string path)
    {
        byte[] raw = Encoding.UTF8.GetBytes(path);
        byte[] buffer = new byte[raw.Length];
        var result = PathNormalizer.TryNormalize(raw, buffer, out int written);
        Assert.NotEqual(PathResult.Rejected, result);
        return result == PathResult.AsSent ? raw : buffer[..written];
    }

    /// <summary>Ids that grow with the number.</summary>
    public static string Id(int number) => $"{number:x8}-0000-4000-8000-000000000000";

    public static RouteConfig Route(string name, int id = 1) => new() { Id = Id(id), Name = name };
}
