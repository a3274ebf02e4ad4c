using System.Text.RegularExpressions;
using Gatehouse.Core.Configuration;
using Gatehouse.Core.Http;

namespace Gatehouse.Gateway.Tests.Routing;

/// <summary>
/// The rules of matching and priority written down a second time, on strings, without any index: every path of every route is
/// looked at for every request. What <see cref="Gateway.Routing.Router"/> must agree with.
/// </summary>
internal static class NaiveRouter
{
    public static (string? Name, int PrefixLength) Match(IReadOnlyList<RouteConfig> routes, TestRequest request, bool isOld)
    {
        (RouteConfig Route, string? Path, int Length)? best = null;
        foreach (var route in routes)
        {
            foreach (string? path in route.Paths ?? (IReadOnlyList<string?>)[null])
            {
                int length = PathLength(path, request.Path);
                if (length < 0 || !Takes(route, request, isOld))
                {
                    continue;
                }

                if (best is null || IsBetter(route, path, best.Value.Route, best.Value.Path, isOld))
                {
                    best = (route, path, length);
                }
            }
        }

        return (best?.Route.Name, best?.Length ?? 0);
    }

    private static int PathLength(string? pattern, string path)
    {
        if (pattern is null)
        {
            return 0;
        }

        if (!pattern.StartsWith('~'))
        {
            return path.StartsWith(pattern, StringComparison.Ordinal) ? pattern.Length : -1;
        }

        var match = Regex.Match(path, $"^(?:{pattern[1..]})");
        return match.Success ? match.Length : -1;
    }

    private static bool Takes(RouteConfig route, TestRequest request, bool isOld)
        => (route.Methods is null || route.Methods.Contains(request.Method))
            && (route.Hosts is null || route.Hosts.Any(h => HostMatches(h, request, isOld)))
            && (route.Snis is null || !request.IsTls || route.Snis.Any(s => NameMatches(s, request.ServerName, !isOld)))
            && (route.Headers is null || route.Headers.All(h => HeaderMatches(h.Key, h.Value, request.Headers, isOld)));

    private static bool HostMatches(string pattern, TestRequest request, bool isOld)
    {
        string[] wanted = pattern.Split(':');
        string[] sent = request.Host.Split(':');
        string port = sent.Length > 1 ? sent[1] : isOld ? (request.IsTls ? "443" : "80") : $"{request.ListenerPort}";
        return (wanted.Length == 1 || wanted[1] == port) && NameMatches(wanted[0], sent[0], true);
    }

    private static bool NameMatches(string pattern, string name, bool wildcards)
        => pattern.StartsWith('*') && wildcards ? name.EndsWith(pattern[1..], StringComparison.OrdinalIgnoreCase)
            : pattern.EndsWith('*') && wildcards ? name.StartsWith(pattern[..^1], StringComparison.OrdinalIgnoreCase)
            : name.Equals(pattern, StringComparison.OrdinalIgnoreCase);

    private static bool HeaderMatches(string name, IReadOnlyList<string> values, HeaderMap headers, bool isOld)
    {
        foreach (var field in headers.Values(new HeaderName(name)))
        {
            string sent = System.Text.Encoding.UTF8.GetString(field.Value);
            foreach (string value in values)
            {
                bool isPattern = value.StartsWith("~*", StringComparison.Ordinal) && (!isOld || values.Count == 1);
                if (isPattern ? Regex.IsMatch(sent, value[2..], RegexOptions.IgnoreCase) : value.Equals(sent, StringComparison.OrdinalIgnoreCase))
                {
                    return true;
                }
            }
        }

        return false;
    }

    private static bool IsBetter(RouteConfig a, string? pathA, RouteConfig b, string? pathB, bool isOld)
    {
        double[] keysA = isOld ? OldKeys(a, pathA) : Keys(a, pathA);
        double[] keysB = isOld ? OldKeys(b, pathB) : Keys(b, pathB);
        for (int i = 0; i < keysA.Length; i++)
        {
            if (keysA[i] != keysB[i])
            {
                return keysA[i] > keysB[i];
            }
        }

        int byId = string.CompareOrdinal(a.Id, b.Id);
        return isOld ? byId < 0 : byId > 0;
    }

    private static double[] Keys(RouteConfig route, string? path) =>
    [
        Categories(route).Sum(c => c ? 1 : 0),
        route.Hosts is not null && !route.Hosts.Any(h => h.Contains('*', StringComparison.Ordinal)) ? 1 : 0,
        route.Headers?.Count ?? 0,
        IsRegex(path) ? 1 : 0,
        IsRegex(path) ? route.RegexPriority : 0,
        path is null || IsRegex(path) ? 0 : path.Length,
    ];

    private static double[] OldKeys(RouteConfig route, string? path) =>
    [
        Categories(route).Sum(c => c ? 1 : 0),
        Categories(route).Select((c, i) => c ? 1 << (9 - i) : 0).Sum(),
        route.Hosts?.Any(h => h.Contains('*', StringComparison.Ordinal) && h.Contains(':', StringComparison.Ordinal)) == true ? 1 : 0,
        route.Hosts is not null && !route.Hosts.Any(h => h.Contains('*', StringComparison.Ordinal)) ? 1 : 0,
        IsRegex(path) ? 1 : 0,
        route.Headers?.Count ?? 0,
        IsRegex(path) ? route.RegexPriority : 0,
        path is null || IsRegex(path) ? 0 : path.Length,
        -route.CreatedAt,
    ];

    private static bool[] Categories(RouteConfig route)
        => [route.Hosts is not null, route.Headers is not null, route.Paths is not null, route.Methods is not null, route.Snis is not null];

    private static bool IsRegex(string? path) => path?.StartsWith('~') == true;
}
