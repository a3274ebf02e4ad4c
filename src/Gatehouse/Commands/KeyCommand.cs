using System.CommandLine;
using Gatehouse.Gateway.Identity;

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
        var command = new Command("key", "Makes an API key; nothing but what is printed knows it") { prefix, consumer };
        command.SetAction(result => Run(host, result.GetValue(prefix)!, result.GetValue(consumer)!));
        return command;
    }

    private static int Run(CommandHost host, string prefix, string consumer)
    {
        if (!ApiKey.IsPrefix(prefix))
        {
            host.Error.WriteLine("--prefix: 1 to 16 lower-case letters and digits, a letter first");
            return ExitCode.Usage;
        }

        string key = ApiKey.Create(prefix);
        host.Out.WriteLine($"key: {key}");
        host.Out.WriteLine();
        host.Out.WriteLine("keyauth_credentials:");
        host.Out.WriteLine($"- consumer: {consumer}");
        host.Out.WriteLine($"  key_hash: {ApiKey.HashOf(key)}");
        return ExitCode.Ok;
    }
}
