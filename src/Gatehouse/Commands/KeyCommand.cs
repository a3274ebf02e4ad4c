using System.CommandLine;
using System.Globalization;
using Gatehouse.Gateway.Identity;
using Gatehouse.Settings;

namespace Gatehouse.Commands;

/// <summary><c>gatehouse key</c>: makes an API key and prints it with the declaration that lets it in without holding it.</summary>
internal static class KeyCommand
{
    public static Command Create(CommandHost host)
    {
        var prefix = new Option<string>("--prefix")
        {
            Description = "Beginning of the key, so that people and scanners know whose it is",
            DefaultValueFactory = _ => "gh",
        };
        var consumer = new Option<string>("--consumer")
        {
            Description = "User name of the consumer in the declaration",
            DefaultValueFactory = _ => "CONSUMER",
        };
        var validFor = new Option<string?>("--valid-for")
        {
            Description = "How long the key works from now on: seconds, or a number with m, h or d (90d). Default: for ever",
            HelpName = "duration",
        };
        var command = new Command("key", "Makes an API key; nothing but what is printed knows it") { prefix, consumer, validFor };
        command.SetAction(result => Run(host, result.GetValue(prefix)!, result.GetValue(consumer)!, result.GetValue(validFor)));
        return command;
    }

    private static int Run(CommandHost host, string prefix, string consumer, string? validFor)
    {
        if (!ApiKey.IsPrefix(prefix))
        {
            host.Error.WriteLine("--prefix: 1 to 16 lower-case letters and digits, a letter first");
            return ExitCode.Usage;
        }

        var life = TimeSpan.Zero;
        if (validFor is not null && (!Quantity.TryParseDuration(validFor, out life) || life < TimeSpan.FromSeconds(1)))
        {
            host.Error.WriteLine("--valid-for: at least a second; write seconds, or a number with m, h or d");
            return ExitCode.Usage;
        }

        string key = ApiKey.Create(prefix);
        host.Out.WriteLine($"key: {key}");
        host.Out.WriteLine();
        host.Out.WriteLine("keyauth_credentials:");
        host.Out.WriteLine($"- consumer: {YamlName.Of(consumer)}");
        host.Out.WriteLine($"  key_hash: {ApiKey.HashOf(key)}");
        if (validFor is not null)
        {
            var end = host.Time.GetUtcNow() + life;
            host.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  expires_at: {end.ToUnixTimeSeconds()}  # {end:u}"));
        }

        return ExitCode.Ok;
    }
}
