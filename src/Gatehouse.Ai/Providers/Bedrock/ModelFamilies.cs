namespace Gatehouse.Ai.Providers.Bedrock;

/// <summary>Tells a model's family from its id, for instance <c>eu.anthropic.claude-sonnet-4-5-20250929-v1:0</c>.</summary>
internal static class ModelFamilies
{
    private static readonly (string Part, ModelFamily Family)[] Parts =
    [
        ("anthropic.", ModelFamily.Claude),
        ("amazon.nova", ModelFamily.Nova),
        ("mistral.", ModelFamily.Mistral),
        ("cohere.", ModelFamily.Cohere),
        ("meta.llama", ModelFamily.Llama),
        ("openai.gpt-oss", ModelFamily.GptOss),
        ("amazon.", ModelFamily.Other),
        ("ai21.", ModelFamily.Other),
        ("deepseek.", ModelFamily.Other),
        ("qwen.", ModelFamily.Other),
        ("writer.", ModelFamily.Other),
    ];

    /// <summary>The family of an id, a profile's id, or the ARN of one of AWS's models.</summary>
    public static ModelFamily Of(string id)
    {
        foreach (var (part, family) in Parts)
        {
            if (id.Contains(part, StringComparison.Ordinal))
            {
                return family;
            }
        }

        return ModelFamily.Unknown;
    }

    /// <summary>Whether the family knows cache points; an unknown one is given the benefit of the doubt.</summary>
    public static bool TakesCachePoints(this ModelFamily family) => family is ModelFamily.Claude or ModelFamily.Nova or ModelFamily.Unknown;

    /// <summary>Whether the model can be made to call some tool.</summary>
    public static bool TakesAnyTool(this ModelFamily family) => family is ModelFamily.Claude or ModelFamily.Nova or ModelFamily.Mistral or ModelFamily.Unknown;

    /// <summary>Whether the model can be made to call a certain tool.</summary>
    public static bool TakesNamedTool(this ModelFamily family) => family is ModelFamily.Claude or ModelFamily.Nova or ModelFamily.Unknown;
}
