using System.Globalization;
using System.Text;
using Gatehouse.Core.Diagnostics;
using Microsoft.AspNetCore.Http;

namespace Gatehouse.Control.AdminApi;

/// <summary>Reads the query of <c>/ai/usage</c>, strictly: a misspelt filter must not answer with everybody's sums.</summary>
internal static class UsageQuestionReader
{
    public const string LimitHelp = "limit must be a number between 1 and 1000";

    private const int DefaultLimit = 100;
    private const int MaxLimit = 1000;

    private static readonly string[] Known = ["group_by", "from", "to", "consumer", "model", "provider", "limit", "offset"];
    private static readonly string[] Forms = ["yyyy-MM-dd", "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK"];

    /// <summary>Reads it; what is wrong with it, or null.</summary>
    public static string? Read(IQueryCollection query, IReadOnlyList<string> dimensions, out UsageQuestion question)
    {
        question = new UsageQuestion();
        if (query.Keys.FirstOrDefault(k => !Known.Contains(k)) is not null)
        {
            return $"the query takes {string.Join(", ", Known)}";
        }

        string[] groups = query["group_by"].SelectMany(v => (v ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)).ToArray();
        if (groups.Any(g => !dimensions.Contains(g)) || groups.Distinct().Count() != groups.Length)
        {
            return $"group_by takes each of {string.Join(", ", dimensions)} once, parted by commas";
        }

        if (!TryReadTime(query, "from", out var from) || !TryReadTime(query, "to", out var until))
        {
            return "from and to are days (2026-11-25, UTC) or moments (2026-11-25T12:00:00Z)";
        }

        if (!TryReadLimit(query, out int limit))
        {
            return LimitHelp;
        }

        int offset = 0;
        if (query.ContainsKey("offset") && !int.TryParse(query["offset"], NumberStyles.None, CultureInfo.InvariantCulture, out offset))
        {
            return "offset must be one that a page named";
        }

        question = new UsageQuestion
        {
            GroupBy = groups,
            From = from,
            Until = until,
            Consumer = Text(query, "consumer"),
            Model = Text(query, "model"),
            Provider = Text(query, "provider"),
            Limit = limit,
            Offset = offset,
        };
        return null;
    }

    /// <summary>Reads <c>limit</c>; false when it is none.</summary>
    public static bool TryReadLimit(IQueryCollection query, out int limit)
    {
        limit = DefaultLimit;
        return !query.ContainsKey("limit")
            || (int.TryParse(query["limit"], NumberStyles.None, CultureInfo.InvariantCulture, out limit) && limit is >= 1 and <= MaxLimit);
    }

    /// <summary>The address of a question.</summary>
    public static string Write(string path, UsageQuestion question)
    {
        var text = new StringBuilder(path);
        char mark = '?';
        Add("group_by", question.GroupBy.Count == 0 ? null : string.Join(',', question.GroupBy));
        Add("from", Moment(question.From));
        Add("to", Moment(question.Until));
        Add("consumer", question.Consumer);
        Add("model", question.Model);
        Add("provider", question.Provider);
        Add("limit", question.Limit.ToString(CultureInfo.InvariantCulture));
        Add("offset", question.Offset.ToString(CultureInfo.InvariantCulture));
        return text.ToString();

        void Add(string name, string? value)
        {
            if (value is not null)
            {
                text.Append(mark).Append(name).Append('=').Append(Uri.EscapeDataString(value));
                mark = '&';
            }
        }
    }

    private static string? Text(IQueryCollection query, string name) => query[name].ToString() is { Length: > 0 } text ? text : null;

    private static string? Moment(DateTimeOffset? time) => time?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture);

    private static bool TryReadTime(IQueryCollection query, string name, out DateTimeOffset? time)
    {
        time = null;
        if (!query.ContainsKey(name))
        {
            return true;
        }

        bool isTime = DateTimeOffset.TryParseExact(
            query[name], Forms, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var read);
        time = read;
        return isTime;
    }
}
