using System.Globalization;
using System.Text;

namespace Gatehouse.EndToEnd.Reload;

/// <summary>A declarative file with many routes to one origin, and one route that says which revision serves.</summary>
internal static class RouteFile
{
    public const int Routes = 1000;

    public static string Of(int revision, int originPort, int routes = Routes)
    {
        var text = new StringBuilder("_format_version: \"3.0\"\nservices:\n");
        for (int i = 0; i < routes; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"- {{name: s{i}, url: \"http://127.0.0.1:{originPort}\", routes: [{{name: r{i}, paths: [\"/r{i}/\"], methods: [GET, POST], strip_path: false}}]}}\n");
        }

        text.Append(CultureInfo.InvariantCulture, $"routes:\n- {{name: revision, paths: [\"/revision\"], plugins: [{{name: request-termination, config: {{status_code: 200, message: \"revision {revision}.\"}}}}]}}\n");
        return text.ToString();
    }
}
