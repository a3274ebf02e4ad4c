namespace Gatehouse.Ai.Providers.Bedrock;

/// <summary>Whose model it is: Converse is one form for all, but not every model takes every part of it.</summary>
internal enum ModelFamily
{
    /// <summary>Not to be told from the id (the ARN of an inference profile of one's own).</summary>
    Unknown,
    Claude,
    Nova,
    Mistral,
    Cohere,
    Llama,

    /// <summary>OpenAI's open weights.</summary>
    GptOss,

    /// <summary>A known maker without specialities here.</summary>
    Other,
}
