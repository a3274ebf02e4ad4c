using System.Text;

namespace Gatehouse.Settings;

/// <summary>Writes <c>docs/reference/settings.md</c> out of the table; a test fails when the file differs.</summary>
internal static class SettingsReference
{
    public static string Write()
    {
        var text = new StringBuilder();
        text.Append("""
            # Settings of a node

            Sources, later ones win: the defaults below, the file (`gatehouse start --config`, by default `gatehouse.yaml`),
            `KONG_<KEY>` in the environment, `GATEHOUSE_<KEY>` in the environment.

            * The file is YAML, one `key: value` in a line, lists as sequences or separated by commas; a file ending in `.conf` is read as kong.conf.
            * Relative paths count from the file they stand in, in the environment from the working directory, those of logs from `prefix`.
            * A value may be a reference `{vault://env/NAME}` or `{vault://env/NAME/key}`.
            * Durations are seconds, or a number with `ms`, `s`, `m`, `h` or `d`; sizes are bytes, or a number with `k`, `m` or `g`.
            * Listen addresses are `ip:port` followed by any of `ssl`, `http2`, `proxy_protocol`, `reuseport`, `deferred`, `bind`, `backlog=N`, `ipv6only=on|off`, `so_keepalive=on|off`.
            * An unknown key is an error, an unknown `KONG_*` variable a warning. `gatehouse check FILE` tells all errors without starting.

            ## Keys

            | Key | Default | Meaning |
            |---|---|---|

            """);
        foreach (var definition in UsedSettings.All.Where(static d => d.AliasOf is null))
        {
            var choices = definition.Choices.Count > 1 ? $" One of {string.Join(", ", definition.Choices.Select(static c => $"`{c}`"))}." : "";
            var others = UsedSettings.All.Where(d => d.AliasOf == definition.Key).Select(static d => $"`{d.Key}`").ToList();
            var names = others.Count > 0 ? $" Also named {string.Join(", ", others)}." : "";
            var own = definition.IsOwn ? " Not a key of Kong." : "";
            var preset = definition.Default is null ? "–" : $"`{definition.Default}`";
            text.Append("| `").Append(definition.Key).Append("` | ").Append(preset).Append(" | ").Append(definition.Summary)
                .Append(choices).Append(names).Append(own).Append(" |\n");
        }

        text.Append("\n## Keys of Kong that are accepted with a warning and otherwise ignored\n\n| Keys | Because |\n|---|---|\n");
        foreach (var group in IgnoredSettings.All.GroupBy(static d => d.IgnoredBecause!))
        {
            var families = IgnoredSettings.Families.Where(f => f.Reason == group.Key).Select(static f => $"`{f.Prefix}*`");
            text.Append("| ").AppendJoin(", ", group.Select(static d => $"`{d.Key}`").Concat(families)).Append(" | ").Append(group.Key).Append(" |\n");
        }

        return text.ToString();
    }
}
