using System.Globalization;
using Gatehouse.Core.Http;

namespace Gatehouse.Ai.Pipeline;

/// <summary>Header fields in which the gateway tells about an answer.</summary>
internal static class AnswerHeaders
{
    /// <summary>Sent by a client that wants to know why what was chosen.</summary>
    public static readonly HeaderName Explain = new("X-Gatehouse-Explain");

    /// <summary>Sent by a client that wants a provider or deployment to be asked first.</summary>
    public static readonly HeaderName Prefer = new("X-Gatehouse-Prefer");

    private static readonly HeaderName Cost = new("X-Gatehouse-Cost");
    private static readonly HeaderName Warnings = new("X-Gatehouse-Warnings");
    private static readonly HeaderName Cache = new("X-Gatehouse-Cache");
    private static readonly HeaderName Age = new("Age");
    private static readonly HeaderName DataClass = new("X-Gatehouse-Data-Class");
    private static readonly HeaderName Provider = new("X-Gatehouse-Provider");
    private static readonly HeaderName Deployment = new("X-Gatehouse-Deployment");
    private static readonly HeaderName Attempts = new("X-Gatehouse-Attempts");
    private static readonly HeaderName Decision = new("X-Gatehouse-Decision");

    private const int MaxText = 2048;

    /// <summary>Adds what can be told; cost only once everything is settled.</summary>
    public static void Write(HeaderMap headers, AiCall call, bool isSettled = true)
    {
        if (call.Warnings.Count > 0)
        {
            headers.Set(Warnings, Safe(string.Join("; ", call.Warnings)));
        }

        if (isSettled && call.Cost is { } cost && call.Attempts > 0)
        {
            headers.Set(Cost, cost.ToString("0.############", CultureInfo.InvariantCulture));
        }

        if (call.CacheResult is { } result)
        {
            headers.Set(Cache, result);
            if (call.CacheAge is { } age)
            {
                headers.Set(Age, ((long)age.TotalSeconds).ToString(CultureInfo.InvariantCulture));
            }
        }

        if (!call.Explains)
        {
            return;
        }

        if (call.Deployment is { } deployment)
        {
            headers.Set(Provider, Safe(deployment.Provider.Name));
            headers.Set(Deployment, Safe(deployment.Name));
        }

        if (call.Clearance is { } clearance)
        {
            headers.Set(DataClass, clearance.Classification.Class.Name);
        }

        headers.Set(Attempts, call.Attempts.ToString(CultureInfo.InvariantCulture));
        if (call.Reasons.Count > 0)
        {
            headers.Set(Decision, Safe(string.Join("; ", call.Reasons)));
        }
    }

    private static string Safe(string text) => FieldText.Safe(text.Length <= MaxText ? text : text[..MaxText]);
}
