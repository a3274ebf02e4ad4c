using System.Text;
using Gatehouse.Core.Configuration;
using Gatehouse.Core.Http;
using Gatehouse.Core.Regexes;

namespace Gatehouse.Gateway.Routing;

/// <summary>Compiles one route into its candidates, and reports every part that cannot be compiled.</summary>
internal sealed class RouteCompiler(RouterSettings settings, ICollection<ConfigError> errors)
{
    private bool IsTraditional => settings.Flavor == RouterFlavor.Traditional;

    /// <summary>Adds the candidates of a route; false (and nothing added) when it has errors.</summary>
    public bool TryCompile(CompiledRoute route, List<Candidate> candidates)
    {
        int before = errors.Count;
        var config = route.Config;
        string where = $"routes[{config.Id}]";
        if (config.Expression is not null)
        {
            errors.Add(new ConfigError($"{where}.expression", "expressions are not supported; use methods, hosts, paths, headers and snis"));
            return false;
        }

        var conditions = new RouteConditions
        {
            Methods = MethodSet.From(config.Methods),
            Hosts = HostSet.From(config.Hosts, !settings.CaseSensitiveHosts),
            Headers = CompileHeaders(config, where),
            Snis = SniSet.From(config.Snis, allowWildcards: !IsTraditional),
        };
        var compiled = CompilePaths(route, conditions, where);
        if (errors.Count != before)
        {
            return false;
        }

        candidates.AddRange(compiled);
        return true;
    }

    private List<Candidate> CompilePaths(CompiledRoute route, RouteConditions conditions, string where)
    {
        var candidates = new List<Candidate>();
        var paths = route.Config.Paths ?? [];
        for (int i = 0; i < paths.Count; i++)
        {
            string path = paths[i];
            if (!path.StartsWith('~'))
            {
                byte[] prefix = Encoding.UTF8.GetBytes(path);
                candidates.Add(new Candidate { Route = route, Conditions = conditions, Prefix = prefix, PathIndex = i });
            }
            else if (PathPattern.TryCompile(path[1..], out var pattern, out string? error))
            {
                candidates.Add(new Candidate { Route = route, Conditions = conditions, Pattern = pattern, PathIndex = i });
            }
            else
            {
                errors.Add(new ConfigError($"{where}.paths[{i}]", $"invalid regex: {error}", path));
            }
        }

        if (paths.Count == 0)
        {
            candidates.Add(new Candidate { Route = route, Conditions = conditions });
        }

        return candidates;
    }

    private HeaderCondition[] CompileHeaders(RouteConfig config, string where)
    {
        var conditions = new List<HeaderCondition>();
        foreach (var (name, values) in config.Headers ?? new Dictionary<string, IReadOnlyList<string>>())
        {
            if (!HttpSyntax.IsToken(name))
            {
                errors.Add(new ConfigError($"{where}.headers", "not a header field name", name));
                continue;
            }

            conditions.Add(CompileHeader(name, values, $"{where}.headers.{name}"));
        }

        return [.. conditions];
    }

    private HeaderCondition CompileHeader(string name, IReadOnlyList<string> values, string where)
    {
        var exact = new List<byte[]>();
        var patterns = new List<LinearRegex>();
        for (int i = 0; i < values.Count; i++)
        {
            // The old flavor takes a pattern only as the single value.
            bool isPattern = values[i].StartsWith("~*", StringComparison.Ordinal) && (!IsTraditional || values.Count == 1);
            if (!isPattern)
            {
                exact.Add(Encoding.UTF8.GetBytes(values[i]));
            }
            else if (LinearRegex.TryCompile(values[i].AsSpan(2), RegexFlags.IgnoreCase, out var regex, out string? error))
            {
                patterns.Add(regex);
            }
            else
            {
                errors.Add(new ConfigError($"{where}[{i}]", $"invalid regex: {error}", values[i]));
            }
        }

        return new HeaderCondition(new HeaderName(name), [.. exact], [.. patterns]);
    }
}
