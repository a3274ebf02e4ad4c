using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Gatehouse.Bench.Peers;
using Gatehouse.Bench.Scenarios;

namespace Gatehouse.Bench;

/// <summary>What to measure and for how long.</summary>
internal sealed record BenchOptions
{
    public const string Usage = """
        usage: ./bench [scenario…] [--rounds N] [--seconds N] [--connections N] [--peers a,b] [--name NAME]
          scenarios: 100b 10kb post1kb tls h2 routes10k secured secured-distinct start memory reload adaptive identity ai ai-streams   (default: all)
          peers:     nginx nginx-unbuffered haproxy gatehouse gatehouse-redis   (default: all; nginx is what ratios refer to)
        """;

    public IReadOnlyList<string> Scenarios { get; init; } = ScenarioList.Names;

    public IReadOnlyList<string> Peers { get; init; } = PeerList.Names;

    /// <summary>Interleaved rounds per scenario. Default 5, range 1–100.</summary>
    public int Rounds { get; init; } = 5;

    /// <summary>Seconds of load per peer and round. Default 5, range 1–600.</summary>
    public int Seconds { get; init; } = 5;

    /// <summary>Keep-alive connections of the load generator. Default 64, range 1–10,000.</summary>
    public int Connections { get; init; } = 64;

    /// <summary>Core of the proxy under test.</summary>
    public int ProxyCore { get; init; }

    /// <summary>Core of the load generator, the origin and this program.</summary>
    public int LoadCore { get; init; } = 1;

    /// <summary>Last part of the result file's name; the commit, or <c>identity</c> or <c>ai</c> when only that is measured, when not given.</summary>
    public string? Name { get; init; }

    public static bool TryParse(string[] args, [NotNullWhen(true)] out BenchOptions? options, [NotNullWhen(false)] out string? problem)
    {
        options = null;
        var parsed = new BenchOptions();
        var scenarios = new List<string>();
        for (var i = 0; i < args.Length; i++)
        {
            if (!args[i].StartsWith('-'))
            {
                scenarios.Add(args[i]);
                continue;
            }

            if (i + 1 == args.Length)
            {
                problem = $"'{args[i]}' is unknown or lacks a value";
                return false;
            }

            if (!parsed.TryWith(args[i], args[++i], out var next))
            {
                problem = $"'{args[i - 1]} {args[i]}' is not understood";
                return false;
            }

            parsed = next;
        }

        if (scenarios.Count > 0)
        {
            parsed = parsed with { Scenarios = scenarios };
        }

        problem = parsed.Scenarios.FirstOrDefault(s => !ScenarioList.Names.Contains(s)) is { } scenario ? $"no scenario '{scenario}'"
            : parsed.Peers.FirstOrDefault(p => !PeerList.Names.Contains(p)) is { } peer ? $"no peer '{peer}'"
            : Environment.ProcessorCount <= parsed.LoadCore ? "two cores are needed: one for the proxy, one for load and origin"
            : null;
        options = problem is null ? parsed : null;
        return options is not null;
    }

    private bool TryWith(string key, string value, [NotNullWhen(true)] out BenchOptions? next)
    {
        var isNumber = int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number);
        next = key switch
        {
            "--rounds" when isNumber && number is >= 1 and <= 100 => this with { Rounds = number },
            "--seconds" when isNumber && number is >= 1 and <= 600 => this with { Seconds = number },
            "--connections" when isNumber && number is >= 1 and <= 10_000 => this with { Connections = number },
            "--peers" => this with { Peers = value.Split(',') },
            "--name" when value.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.') => this with { Name = value },
            _ => null,
        };
        return next is not null;
    }
}
