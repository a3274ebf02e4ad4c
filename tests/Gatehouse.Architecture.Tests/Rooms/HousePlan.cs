namespace Gatehouse.Architecture.Tests.Rooms;

/// <summary>Who may know whom: the table of ARCHITECTURE.md. A room that is missing here may know nothing of ours.</summary>
internal static class HousePlan
{
    public const string Program = "Gatehouse";

    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["Gatehouse.Net"] = [],
        ["Gatehouse.Protocols"] = ["Gatehouse.Net"],
        ["Gatehouse.Core"] = [],
        ["Gatehouse.Gateway"] = ["Gatehouse.Net", "Gatehouse.Protocols", "Gatehouse.Core"],
        ["Gatehouse.Ai"] = ["Gatehouse.Net", "Gatehouse.Gateway", "Gatehouse.Protocols", "Gatehouse.Core"],
        ["Gatehouse.Control"] = ["Gatehouse.Protocols", "Gatehouse.Core"],
        ["Gatehouse.Platform"] = ["Gatehouse.Protocols", "Gatehouse.Core"],
        ["Gatehouse.Console"] = [],
    };

    // Beyond our own rooms: what a room must not reach for, because its sentence in the plan says so.
    private static readonly Dictionary<string, string[]> Forbidden = new()
    {
        ["Gatehouse.Net"] = ["Microsoft.AspNetCore", "Microsoft.Extensions", "System.Net.Http", "YamlDotNet", "System.CommandLine"],
        ["Gatehouse.Core"] = ["Microsoft.AspNetCore", "System.Net.Http", "System.Net.Sockets", "YamlDotNet", "System.CommandLine"],
        ["Gatehouse.Gateway"] = ["YamlDotNet", "System.CommandLine"],
        ["Gatehouse.Control"] = ["System.CommandLine"],
    };

    public static bool MayKnow(string room, string other) => room == Program || (Allowed.TryGetValue(room, out var known) && known.Contains(other));

    public static bool IsForbidden(string room, string assembly) =>
        Forbidden.TryGetValue(room, out var prefixes) && prefixes.Any(p => assembly.Equals(p, StringComparison.Ordinal) || assembly.StartsWith(p + ".", StringComparison.Ordinal));
}
