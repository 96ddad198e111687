// FormEngine
