using System.CommandLine;
using Gatehouse.Core.Secrets;

namespace Gatehouse.Commands;

/// <summary><c>gatehouse password</c>: reads a password and prints the declaration that lets it in without holding it.</summary>
internal static class PasswordCommand
{
    public static Command Create(CommandHost host)
    {
        var consumer = new Option<string>("--consumer")
        {
            Description = "User name of the consumer in the declaration",
            DefaultValueFactory = _ => "CONSUMER",
        };
        var username = new Option<string>("--username")
        {
            Description = "User name that is sent with the password; default that of the consumer",
        };
        var command = new Command("password", "Reads a password from standard input, one line, and prints its hash") { consumer, username };
        command.SetAction(result => Run(host, result.GetValue(consumer)!, result.GetValue(username)));
        return command;
    }

    private static int Run(CommandHost host, string consumer, string? username)
    {
        // Not an argument: those stand in the list of processes and in the shell's history.
        using var input = host.In();
        if (input.ReadLine() is not { Length: > 0 } password)
        {
            host.Error.WriteLine("standard input: expected a line with the password");
            return ExitCode.Usage;
        }

        host.Out.WriteLine("basicauth_credentials:");
        host.Out.WriteLine($"- consumer: {YamlName.Of(consumer)}");
        host.Out.WriteLine($"  username: {YamlName.Of(username ?? consumer)}");
        host.Out.WriteLine($"  password: '{StoredPassword.Hash(password)}'");
        return ExitCode.Ok;
    }
}
